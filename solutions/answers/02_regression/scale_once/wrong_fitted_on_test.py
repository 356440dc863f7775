# misconception: normalization adapted on the test data
# loses: The scale is learned from training rows alone
# says: test rows; leakage
scaler = StandardScaler().fit(x_test)
train_scaled = scaler.transform(x_train)
valid_scaled = scaler.transform(x_valid)
test_scaled = scaler.transform(x_test)
