# misconception: a base built anew for each picture
# loses: The lesson's base is called on both pictures
# says: built anew, or cloned
def new_base():
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.Conv2D(8, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(16, activation="relu"),
        ]
    )


left = keras.Input((28, 28, 1), name="left")
right = keras.Input((28, 28, 1), name="right")
both = keras.layers.Concatenate()([new_base()(left), new_base()(right)])
hidden = keras.layers.Dense(32, activation="relu")(both)
shelves = keras.Model([left, right], keras.layers.Dense(3, activation="softmax")(hidden))
shelves.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
