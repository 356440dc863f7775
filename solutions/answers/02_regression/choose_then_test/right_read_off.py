# style: computed, read off and typed in, rounded
for m in valid_said:
    metric = keras.metrics.RootMeanSquaredError()
    metric.update_state(valid_true, valid_said[m])
    print(m, round(float(metric.result()), 2))
chosen = "balance"
promise = round(float(np.linalg.norm(test_said["balance"] - test_true) / 6**0.5), 2)
