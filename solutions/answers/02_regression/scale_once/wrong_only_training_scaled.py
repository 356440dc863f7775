# misconception: validation and test rows left unscaled
# loses: One scale for all three parts
# says: not scaled at all
train_scaled = StandardScaler().fit_transform(x_train)
valid_scaled = x_valid
test_scaled = x_test
