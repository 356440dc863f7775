# misconception: model chosen rightly, but the smallest test score of all promised
# loses: The promise is the chosen model's RMSE on test stones
# says: had no part in the choice
chosen = min(valid_predicted, key=lambda m: np.mean((valid_predicted[m] - valid_true) ** 2))
promise = min(np.sqrt(np.mean((said - test_true) ** 2)) for said in test_predicted.values())
