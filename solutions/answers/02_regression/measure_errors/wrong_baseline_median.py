# misconception: median taken for the best guess under squared error
# loses: The baseline is learned from training rows
# says: median
def errors(true, predicted):
    error = np.ravel(predicted) - true
    mse = np.mean(error**2)
    return {"mse": mse, "rmse": np.sqrt(mse), "mae": np.mean(np.abs(error))}


baseline_price = np.median(y_train)
