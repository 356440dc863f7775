# misconception: number of rows taken into the input's shape
# loses: Normalization has learned from training rows alone; One number for each stone; The output is linear; A hidden layer has an activation
# says: without the number of rows
regressor = keras.Sequential(
    [
        keras.Input(shape=x_train.shape),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
