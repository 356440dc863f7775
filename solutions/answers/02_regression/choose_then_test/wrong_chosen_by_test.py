# misconception: test set used to choose
# loses: The model is chosen on validation stones by RMSE
# says: test stones were used to choose
test_rmse = {m: np.sqrt(np.mean((said - test_true) ** 2)) for m, said in test_predicted.items()}
chosen = min(test_rmse, key=test_rmse.get)
promise = test_rmse[chosen]
