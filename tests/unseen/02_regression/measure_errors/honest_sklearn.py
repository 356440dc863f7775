# way: scikit-learn's measures and np.average; the baseline is a 0-d float32
from sklearn.metrics import mean_absolute_error, mean_squared_error


def errors(true, predicted):
    """Return MSE, RMSE and MAE of predictions, in a dict."""
    flat = np.reshape(predicted, -1)
    mse = mean_squared_error(true, flat)
    return dict(mae=mean_absolute_error(true, flat), mse=mse, rmse=mse**0.5)


baseline_price = np.average(y_train)
