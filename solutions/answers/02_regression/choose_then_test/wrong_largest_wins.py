# misconception: the largest error taken for the best score
# loses: The model is chosen on validation stones by RMSE
# says: smallest rmse
valid_rmse = {m: np.sqrt(np.mean((said - valid_true) ** 2)) for m, said in valid_predicted.items()}
chosen = max(valid_rmse, key=valid_rmse.get)
promise = np.sqrt(np.mean((test_predicted[chosen] - test_true) ** 2))
