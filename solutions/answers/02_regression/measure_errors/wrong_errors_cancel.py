# misconception: MAE without the absolute value
# loses: MAE is the mean of absolute errors
# says: cancel
def errors(true, predicted):
    error = np.ravel(predicted) - true
    return {"mse": np.mean(error**2), "rmse": np.sqrt(np.mean(error**2)), "mae": np.mean(error)}


baseline_price = y_train.mean()
