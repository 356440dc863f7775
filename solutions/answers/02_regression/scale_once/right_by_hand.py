# style: mean and standard deviation in NumPy
mean, std = train_x.mean(axis=0), train_x.std(axis=0)
train_scaled = (train_x - mean) / std
valid_scaled = (valid_x - mean) / std
test_scaled = (test_x - mean) / std
