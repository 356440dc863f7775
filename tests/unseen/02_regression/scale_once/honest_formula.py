# way: the formula by hand, with a lambda
m, s = np.mean(x_train, axis=0), np.std(x_train, axis=0)
scale = lambda part: (part - m) / s
train_scaled, valid_scaled, test_scaled = map(scale, (x_train, x_valid, x_test))
