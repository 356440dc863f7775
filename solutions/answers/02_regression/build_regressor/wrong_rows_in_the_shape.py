# misconception: number of rows taken into the input's shape
# loses: Normalisation has learned from training rows alone; One number for each stone; The ending is linear; A hidden layer bends
# says: without the number of rows
regressor = keras.Sequential(
    [
        keras.Input(shape=train_x.shape),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
