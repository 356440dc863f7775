# style: mean and standard deviation in NumPy
mean, std = x_train.mean(axis=0), x_train.std(axis=0)
train_scaled = (x_train - mean) / std
valid_scaled = (x_valid - mean) / std
test_scaled = (x_test - mean) / std
