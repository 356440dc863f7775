# misconception: the numbers printed, not returned
# loses: MSE is the mean of squared errors; RMSE is the root of the MSE; MAE is the mean of absolute errors; A column of predictions gives the same errors
# says: dict
def errors(true, predicted):
    error = np.ravel(predicted) - true
    print(np.mean(error**2), np.sqrt(np.mean(error**2)), np.mean(np.abs(error)))


baseline_price = y_train.mean()
