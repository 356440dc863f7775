# misconception: a branch left out
# loses: The lesson's eye looks at both pictures; What it says of the two is joined, and thought over
# says: left out of the join
left = keras.Input((28, 28, 1), name="left")
right = keras.Input((28, 28, 1), name="right")
hidden = keras.layers.Dense(32, activation="relu")(eye(left))
shelves = keras.Model([left, right], keras.layers.Dense(3, activation="softmax")(hidden))
shelves.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
