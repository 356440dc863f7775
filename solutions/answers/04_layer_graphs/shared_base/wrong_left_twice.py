# misconception: the concatenation takes the wrong tensor
# loses: The lesson's base is called on both pictures; Its two outputs are joined, and a hidden layer follows
# says: put in twice
left = keras.Input((28, 28, 1), name="left")
right = keras.Input((28, 28, 1), name="right")
both = keras.layers.Concatenate()([base(left), base(left)])
hidden = keras.layers.Dense(32, activation="relu")(both)
shelves = keras.Model([left, right], keras.layers.Dense(3, activation="softmax")(hidden))
shelves.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
