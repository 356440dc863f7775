# style: NumPy, ravel
def errors(true, predicted):
    off = np.ravel(predicted) - np.ravel(true)
    mse = float((off**2).mean())
    return {"mse": mse, "rmse": mse**0.5, "mae": float(abs(off).mean())}


baseline_price = float(y_train.mean())
