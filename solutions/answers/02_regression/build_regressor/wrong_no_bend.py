# misconception: hidden layer without an activation
# loses: A hidden layer has an activation
# says: straight line
scale = keras.layers.Normalization()
scale.adapt(x_train)
regressor = keras.Sequential([keras.Input(shape=(6,)), scale, keras.layers.Dense(32), keras.layers.Dense(1)])
