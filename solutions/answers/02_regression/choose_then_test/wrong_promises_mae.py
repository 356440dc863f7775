# misconception: MAE promised for RMSE
# loses: The promise is the chosen model's RMSE on test stones
# says: this is the mae
chosen = min(valid_said, key=lambda m: np.mean((valid_said[m] - valid_true) ** 2))
promise = np.abs(test_said[chosen] - test_true).mean()
