# misconception: baseline learned from all rows, test rows among them
# loses: The baseline is learned from training rows
# says: learned from all rows; may not learn
def errors(true, predicted):
    error = np.ravel(predicted) - true
    mse = np.mean(error**2)
    return {"mse": mse, "rmse": np.sqrt(mse), "mae": np.mean(np.abs(error))}


baseline_price = prices.mean()
