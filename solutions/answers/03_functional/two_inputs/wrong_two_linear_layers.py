# misconception: one more layer without an activation in front of the output
# loses: One linear output
# says: no more than one of them
wide = keras.Input((5,), name="wide")
deep = keras.Input((6,), name="deep")
w = adapted(x_train[:, :5])(wide)
d = adapted(x_train[:, 2:])(deep)
h = keras.layers.Dense(32, activation="relu")(d)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Dense(8)(keras.layers.Concatenate()([w, h]))
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
