# mistake: predicted is not made flat, so (n, 1) minus (n,) compares every pair; the message should say that the column gives another result
def errors(true, predicted):
    """Return MSE, RMSE and MAE of predictions, in a dict."""
    error = predicted - true
    mse = np.mean(error**2)
    return {"mse": mse, "rmse": np.sqrt(mse), "mae": np.mean(np.abs(error))}


baseline_price = y_train.mean()
