# misconception: one mean and one spread for all columns
# loses: Training columns have mean 0 and deviation 1
# says: each column
mean, std = x_train.mean(), x_train.std()
train_scaled = (x_train - mean) / std
valid_scaled = (x_valid - mean) / std
test_scaled = (x_test - mean) / std
