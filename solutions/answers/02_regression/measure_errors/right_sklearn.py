# style: scikit-learn's metrics
from sklearn.metrics import mean_absolute_error, mean_squared_error, root_mean_squared_error


def errors(true, predicted):
    return {
        "mse": mean_squared_error(true, predicted),
        "rmse": root_mean_squared_error(true, predicted),
        "mae": mean_absolute_error(true, predicted),
    }


baseline_price = np.mean(y_train)
