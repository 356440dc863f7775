# misconception: BatchNormalization taken for Normalization
# loses: Normalization has learned from training rows alone
# says: batchnormalization is another thing
regressor = keras.Sequential(
    [
        keras.Input(shape=(6,)),
        keras.layers.BatchNormalization(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
