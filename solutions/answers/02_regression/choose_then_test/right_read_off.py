# style: computed, read off and typed in, rounded
for m in valid_predicted:
    metric = keras.metrics.RootMeanSquaredError()
    metric.update_state(valid_true, valid_predicted[m])
    print(m, round(float(metric.result()), 2))
chosen = "balance"
promise = round(float(np.linalg.norm(test_predicted["balance"] - test_true) / 6**0.5), 2)
