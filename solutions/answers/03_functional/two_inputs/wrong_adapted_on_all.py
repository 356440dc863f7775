# misconception: normalisation adapted on all data
# loses: Each is normalized by training rows
# says: leakage
wide = keras.Input((5,), name="wide")
deep = keras.Input((6,), name="deep")
w = adapted(features[:, :5])(wide)
d = adapted(features[:, 2:])(deep)
h = keras.layers.Dense(32, activation="relu")(d)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([w, h])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
