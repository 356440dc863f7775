# misconception: Normalization never adapted
# loses: Each is normalized by training rows
# says: never adapted
wide = keras.Input((5,), name="wide")
deep = keras.Input((6,), name="deep")
w = keras.layers.Normalization()(wide)
d = keras.layers.Normalization()(deep)
h = keras.layers.Dense(32, activation="relu")(d)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([w, h])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
