# misconception: no Input, so the model has no weights
# loses: Takes 28 × 28 pictures and has its weights at once
# says: deferred
small_model = keras.Sequential(
    [
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="softmax"),
    ],
    name="wardrobe",
)
