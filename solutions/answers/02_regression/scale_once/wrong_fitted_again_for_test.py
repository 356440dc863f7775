# misconception: scaler fitted twice: a second one for the test rows
# loses: One scale for all three parts
# says: fitted twice; test
first = StandardScaler().fit(train_x)
train_scaled = first.transform(train_x)
valid_scaled = first.transform(valid_x)
test_scaled = StandardScaler().fit_transform(test_x)
