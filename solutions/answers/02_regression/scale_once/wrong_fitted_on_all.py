# misconception: normalisation adapted on all data
# loses: The scale is learned from training rows alone
# says: all rows; leakage
scaler = StandardScaler().fit(np.concatenate([train_x, valid_x, test_x]))
train_scaled = scaler.transform(train_x)
valid_scaled = scaler.transform(valid_x)
test_scaled = scaler.transform(test_x)
