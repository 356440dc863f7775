# misconception: scaler fitted twice: fit_transform on every part
# loses: One scale for all three parts
# says: fitted twice
scaler = StandardScaler()
train_scaled = scaler.fit_transform(x_train)
valid_scaled = scaler.fit_transform(x_valid)
test_scaled = scaler.fit_transform(x_test)
