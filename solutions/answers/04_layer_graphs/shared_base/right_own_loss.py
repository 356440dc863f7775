# style: `ops` for the join, and the loss as a lambda around Keras's function
left = keras.Input((28, 28, 1), name="left")
right = keras.Input((28, 28, 1), name="right")
x = keras.ops.concatenate([base(left), base(right)], axis=1)
hidden = keras.layers.Dense(32, activation="relu")(x)
outputs = keras.layers.Dense(3, activation="softmax")(hidden)
shelves = keras.Model([left, right], outputs)
shelves.compile(loss=lambda y, p: keras.losses.sparse_categorical_crossentropy(y, p))
