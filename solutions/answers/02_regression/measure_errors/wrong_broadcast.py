# misconception: a column minus a flat array, so that every pair is subtracted
# loses: A column of predictions gives the same errors
# says: every pair
def errors(true, predicted):
    error = predicted - true
    mse = np.mean(error**2)
    return {"mse": mse, "rmse": np.sqrt(mse), "mae": np.mean(np.abs(error))}


baseline_price = y_train.mean()
