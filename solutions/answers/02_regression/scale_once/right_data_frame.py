# style: pandas data frames, sample standard deviation
train_frame = pd.DataFrame(train_x.astype("float64"), columns=features)
center, spread = train_frame.mean(), train_frame.std()
train_scaled = (train_frame - center) / spread
valid_scaled = (pd.DataFrame(valid_x, columns=features) - center) / spread
test_scaled = (pd.DataFrame(test_x, columns=features) - center) / spread
