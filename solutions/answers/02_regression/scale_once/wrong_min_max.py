# misconception: another scaler, which maps to 0 … 1
# loses: Training columns have mean 0 and spread 1
# says: minimum and maximum
from sklearn.preprocessing import MinMaxScaler

scaler = MinMaxScaler().fit(train_x)
train_scaled = scaler.transform(train_x)
valid_scaled = scaler.transform(valid_x)
test_scaled = scaler.transform(test_x)
