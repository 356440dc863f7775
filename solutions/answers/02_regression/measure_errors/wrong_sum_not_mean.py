# misconception: sum of squares taken for their mean
# loses: MSE is the mean of squared errors; RMSE is the root of the MSE
# says: divide by how many; mean is missing
def errors(true, predicted):
    error = np.ravel(predicted) - true
    mse = np.sum(error**2)
    return {"mse": mse, "rmse": np.sqrt(mse), "mae": np.mean(np.abs(error))}


baseline_price = y_train.mean()
