# misconception: normalisation adapted on training and validation rows together
# loses: The scale is learned from training rows alone
# says: training and validation rows; leakage
scaler = StandardScaler().fit(rest_x)
train_scaled = scaler.transform(train_x)
valid_scaled = scaler.transform(valid_x)
test_scaled = scaler.transform(test_x)
