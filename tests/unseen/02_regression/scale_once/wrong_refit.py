# mistake: fit_transform three times, so each part is scaled by itself; the message should say fit once, on the training rows
scaler = StandardScaler()
train_scaled = scaler.fit_transform(x_train)
valid_scaled = scaler.fit_transform(x_valid)
test_scaled = scaler.fit_transform(x_test)
