# style: pandas data frames, sample standard deviation
train_frame = pd.DataFrame(x_train.astype("float64"), columns=feature_names)
center, spread = train_frame.mean(), train_frame.std()
train_scaled = (train_frame - center) / spread
valid_scaled = (pd.DataFrame(x_valid, columns=feature_names) - center) / spread
test_scaled = (pd.DataFrame(x_test, columns=feature_names) - center) / spread
