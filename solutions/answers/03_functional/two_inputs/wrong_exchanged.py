# misconception: wide and deep exchanged
# loses: Each on its own path, and they meet
# says: the two inputs are exchanged
wide = keras.Input((5,), name="wide")
deep = keras.Input((6,), name="deep")
w = adapted(x_train[:, :5])(wide)
d = adapted(x_train[:, 2:])(deep)
h = keras.layers.Dense(32, activation="relu")(w)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([d, h])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
