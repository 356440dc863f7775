# misconception: baseline learned from the rows that it is measured on
# loses: The baseline is learned from training rows
# says: learned from validation rows
def errors(true, predicted):
    error = np.ravel(predicted) - true
    mse = np.mean(error**2)
    return {"mse": mse, "rmse": np.sqrt(mse), "mae": np.mean(np.abs(error))}


baseline_price = y_valid.mean()
