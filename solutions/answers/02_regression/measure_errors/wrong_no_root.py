# misconception: root forgotten, RMSE equals MSE
# loses: RMSE is the root of the MSE
# says: root is missing
def errors(true, predicted):
    error = np.ravel(predicted) - true
    return {"mse": np.mean(error**2), "rmse": np.mean(error**2), "mae": np.mean(np.abs(error))}


baseline_price = y_train.mean()
