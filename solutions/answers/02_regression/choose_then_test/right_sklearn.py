# style: scikit-learn's metric
from sklearn.metrics import root_mean_squared_error

chosen = min(valid_said, key=lambda m: root_mean_squared_error(valid_true, valid_said[m]))
promise = root_mean_squared_error(test_true, test_said[chosen])
