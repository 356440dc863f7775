# misconception: softmax with from_logits=True
# loses: The loss takes integers
# says: here one did
left = keras.Input((28, 28, 1), name="left")
right = keras.Input((28, 28, 1), name="right")
both = keras.layers.Concatenate()([base(left), base(right)])
hidden = keras.layers.Dense(32, activation="relu")(both)
shelves = keras.Model([left, right], keras.layers.Dense(3, activation="softmax")(hidden))
shelves.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
