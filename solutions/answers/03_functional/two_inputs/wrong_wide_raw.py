# misconception: wide path fed the raw, the other path the normalized features
# loses: Each is normalized by training rows
# says: `wide` through a normalization layer
wide = keras.Input((5,), name="wide")
deep = keras.Input((6,), name="deep")
w = adapted(x_train[:, :5])(wide)
d = adapted(x_train[:, 2:])(deep)
h = keras.layers.Dense(32, activation="relu")(d)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([wide, h])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
