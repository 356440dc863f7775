# way: pure Python sums with math.sqrt, values taken one by one
import math


def errors(true, predicted):
    """Return MSE, RMSE and MAE of predictions, in a dict."""
    squares, sizes = [], []
    for t, p in zip(np.asarray(true).flatten(), np.asarray(predicted).flatten()):
        e = float(p) - float(t)
        squares.append(e * e)
        sizes.append(abs(e))
    mse = sum(squares) / len(squares)
    out = {}
    out["mse"] = mse
    out["rmse"] = math.sqrt(mse)
    out["mae"] = sum(sizes) / len(sizes)
    return out


baseline_price = float(sum(y_train.tolist()) / len(y_train))
