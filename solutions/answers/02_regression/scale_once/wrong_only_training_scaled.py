# misconception: validation and test rows left unscaled
# loses: One scale for all three parts
# says: not scaled at all
train_scaled = StandardScaler().fit_transform(train_x)
valid_scaled = valid_x
test_scaled = test_x
