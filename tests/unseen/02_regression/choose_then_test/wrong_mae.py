# mistake: chosen by MAE (abacus), though the shop cares about RMSE; the message should name the measure
mae = {n: np.abs(p - valid_true).mean() for n, p in valid_predicted.items()}
chosen = min(mae, key=mae.get)
promise = np.sqrt(np.mean((test_predicted[chosen] - test_true) ** 2))
