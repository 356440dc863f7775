# style: scikit-learn's metric
from sklearn.metrics import root_mean_squared_error

chosen = min(valid_predicted, key=lambda m: root_mean_squared_error(valid_true, valid_predicted[m]))
promise = root_mean_squared_error(test_true, test_predicted[chosen])
