# misconception: the concatenation takes the raw scale of deep instead of its hidden layers
# loses: Each on its own path, and they meet
# says: deep path was left out
wide = keras.Input((5,), name="wide")
deep = keras.Input((6,), name="deep")
w = adapted(x_train[:, :5])(wide)
d = adapted(x_train[:, 2:])(deep)
h = keras.layers.Dense(32, activation="relu")(d)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([w, d])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
