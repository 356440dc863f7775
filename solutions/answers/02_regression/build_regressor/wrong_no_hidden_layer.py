# misconception: no hidden layer
# loses: A hidden layer bends
# says: one layer alone
scale = keras.layers.Normalization()
scale.adapt(train_x)
regressor = keras.Sequential([keras.Input(shape=(6,)), scale, keras.layers.Dense(1)])
