# mistake: the median has the least absolute, not the least squared error, and mae lacks the absolute value; the messages should name both
def errors(true, predicted):
    """Return MSE, RMSE and MAE of predictions, in a dict."""
    error = np.ravel(predicted) - true
    mse = np.mean(error**2)
    return {"mse": mse, "rmse": np.sqrt(mse), "mae": abs(np.mean(error))}


baseline_price = np.median(y_train)
