# misconception: the trained weights overwritten by fresh ones
# loses: The lesson's base is called on both pictures
# says: were replaced
base.set_weights(keras.models.clone_model(base).get_weights())
left = keras.Input((28, 28, 1), name="left")
right = keras.Input((28, 28, 1), name="right")
both = keras.layers.Concatenate()([base(left), base(right)])
hidden = keras.layers.Dense(32, activation="relu")(both)
shelves = keras.Model([left, right], keras.layers.Dense(3, activation="softmax")(hidden))
shelves.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
