# misconception: a branch left out
# loses: The lesson's base is called on both pictures; Its two outputs are joined, and a hidden layer follows
# says: left out of the join
left = keras.Input((28, 28, 1), name="left")
right = keras.Input((28, 28, 1), name="right")
hidden = keras.layers.Dense(32, activation="relu")(base(left))
shelves = keras.Model([left, right], keras.layers.Dense(3, activation="softmax")(hidden))
shelves.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
