# mistake: the two outputs are subtracted (16 numbers, as in same_kind) instead of joined side by side (32); the message should name the join
left = keras.Input(shape=(28, 28, 1), name="left")
right = keras.Input(shape=(28, 28, 1), name="right")
x = keras.ops.abs(base(left) - base(right))
x = keras.layers.Dense(32, activation="relu")(x)
x = keras.layers.Dense(3, activation="softmax")(x)
shelves = keras.Model([left, right], x)
shelves.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
