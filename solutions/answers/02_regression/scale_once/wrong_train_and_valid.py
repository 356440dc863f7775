# misconception: normalization adapted on training and validation rows together
# loses: The scale is learned from training rows alone
# says: training and validation rows; leakage
scaler = StandardScaler().fit(x_rest)
train_scaled = scaler.transform(x_train)
valid_scaled = scaler.transform(x_valid)
test_scaled = scaler.transform(x_test)
