# misconception: normalisation adapted on the test data
# loses: The scale is learned from training rows alone
# says: test rows; leakage
scaler = StandardScaler().fit(test_x)
train_scaled = scaler.transform(train_x)
valid_scaled = scaler.transform(valid_x)
test_scaled = scaler.transform(test_x)
