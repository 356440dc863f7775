# misconception: scaler fitted twice: a second one for the test rows
# loses: One scale for all three parts
# says: fitted twice; test
first = StandardScaler().fit(x_train)
train_scaled = first.transform(x_train)
valid_scaled = first.transform(x_valid)
test_scaled = StandardScaler().fit_transform(x_test)
