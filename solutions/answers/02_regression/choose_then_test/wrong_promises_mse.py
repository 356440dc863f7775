# misconception: root forgotten in the promise
# loses: The promise is the chosen model's RMSE on test stones
# says: this is the mse
chosen = min(valid_predicted, key=lambda m: np.mean((valid_predicted[m] - valid_true) ** 2))
promise = np.mean((test_predicted[chosen] - test_true) ** 2)
