# misconception: joined before the hidden layers
# loses: Each on its own path, and they meet
# says: wide path was left out
wide = keras.Input((5,), name="wide")
deep = keras.Input((6,), name="deep")
w = adapted(x_train[:, :5])(wide)
d = adapted(x_train[:, 2:])(deep)
both_in = keras.layers.Concatenate()([w, d])
h = keras.layers.Dense(32, activation="relu")(both_in)
h = keras.layers.Dense(16, activation="relu")(h)
both = h
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
