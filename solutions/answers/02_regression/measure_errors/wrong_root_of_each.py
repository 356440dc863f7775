# misconception: root taken of each square before the mean
# loses: RMSE is the root of the MSE
# says: this is the MAE
def errors(true, predicted):
    error = np.ravel(predicted) - true
    return {"mse": np.mean(error**2), "rmse": np.mean(np.sqrt(error**2)), "mae": np.mean(np.abs(error))}


baseline_price = y_train.mean()
