# misconception: a clone, which has fresh weights
# loses: The lesson's base is called on both pictures
# says: cloned
left = keras.Input((28, 28, 1), name="left")
right = keras.Input((28, 28, 1), name="right")
copy = keras.models.clone_model(base)
both = keras.layers.Concatenate()([copy(left), copy(right)])
hidden = keras.layers.Dense(32, activation="relu")(both)
shelves = keras.Model([left, right], keras.layers.Dense(3, activation="softmax")(hidden))
shelves.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
