# misconception: MAE promised for RMSE
# loses: The promise is the chosen model's RMSE on test stones
# says: this is the mae
chosen = min(valid_predicted, key=lambda m: np.mean((valid_predicted[m] - valid_true) ** 2))
promise = np.abs(test_predicted[chosen] - test_true).mean()
