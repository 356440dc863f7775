# misconception: another scaler, which maps to 0 … 1
# loses: Training columns have mean 0 and deviation 1
# says: minimum and maximum
from sklearn.preprocessing import MinMaxScaler

scaler = MinMaxScaler().fit(x_train)
train_scaled = scaler.transform(x_train)
valid_scaled = scaler.transform(x_valid)
test_scaled = scaler.transform(x_test)
