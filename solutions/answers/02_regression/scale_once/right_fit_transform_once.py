# style: fit_transform on training rows only
ss = StandardScaler()
train_scaled = ss.fit_transform(train_x)
valid_scaled = ss.transform(valid_x)
test_scaled = ss.transform(test_x)
