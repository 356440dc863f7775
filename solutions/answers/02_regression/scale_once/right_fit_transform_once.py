# style: fit_transform on training rows only
ss = StandardScaler()
train_scaled = ss.fit_transform(x_train)
valid_scaled = ss.transform(x_valid)
test_scaled = ss.transform(x_test)
