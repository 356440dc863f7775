# misconception: chosen by MAE where large misses matter
# loses: The model is chosen on validation stones by RMSE
# says: by mae it would win
valid_mae = {m: np.abs(said - valid_true).mean() for m, said in valid_predicted.items()}
chosen = min(valid_mae, key=valid_mae.get)
promise = np.sqrt(np.mean((test_predicted[chosen] - test_true) ** 2))
