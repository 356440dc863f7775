# misconception: an input of 784 numbers, not of pictures
# loses: Takes 28 × 28 pictures and has its weights at once
# says: flattens them itself
small_model = keras.Sequential(
    [
        keras.Input(shape=(784,)),
        keras.layers.Dense(60, activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="softmax"),
    ],
    name="wardrobe",
)
