# misconception: normalization adapted on all data
# loses: The scale is learned from training rows alone
# says: all rows; leakage
scaler = StandardScaler().fit(np.concatenate([x_train, x_valid, x_test]))
train_scaled = scaler.transform(x_train)
valid_scaled = scaler.transform(x_valid)
test_scaled = scaler.transform(x_test)
