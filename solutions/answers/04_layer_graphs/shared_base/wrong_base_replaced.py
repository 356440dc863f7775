# misconception: the name `base` given to a model of one's own
# loses: The lesson's base is called on both pictures
# says: weights of its own
base = keras.models.clone_model(base)
left = keras.Input((28, 28, 1), name="left")
right = keras.Input((28, 28, 1), name="right")
both = keras.layers.Concatenate()([base(left), base(right)])
hidden = keras.layers.Dense(32, activation="relu")(both)
shelves = keras.Model([left, right], keras.layers.Dense(3, activation="softmax")(hidden))
shelves.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
