# misconception: the tower replaced by the new model
# loses: The same outputs
# says: outputs of the lesson's `tower`
a = keras.Input((8,))
b = keras.layers.Dense(24, activation="relu")(a)
c = keras.layers.Dense(12, activation="tanh")(b)
redrawn = tower = keras.Model(a, keras.layers.Dense(1)(c))
