# mistake: scales to 0..1 by minimum and maximum, not to mean 0 and deviation 1; the message should name mean and standard deviation
low, high = x_train.min(axis=0), x_train.max(axis=0)
train_scaled = (x_train - low) / (high - low)
valid_scaled = (x_valid - low) / (high - low)
test_scaled = (x_test - low) / (high - low)
