# misconception: one mean and one spread for all columns
# loses: Training columns have mean 0 and spread 1
# says: each column
mean, std = train_x.mean(), train_x.std()
train_scaled = (train_x - mean) / std
valid_scaled = (valid_x - mean) / std
test_scaled = (test_x - mean) / std
