# misconception: no hidden layer
# loses: A hidden layer has an activation
# says: one layer alone
scale = keras.layers.Normalization()
scale.adapt(x_train)
regressor = keras.Sequential([keras.Input(shape=(6,)), scale, keras.layers.Dense(1)])
