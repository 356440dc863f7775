# misconception: scaler fitted twice: fit_transform on every part
# loses: One scale for all three parts
# says: fitted twice
scaler = StandardScaler()
train_scaled = scaler.fit_transform(train_x)
valid_scaled = scaler.fit_transform(valid_x)
test_scaled = scaler.fit_transform(test_x)
