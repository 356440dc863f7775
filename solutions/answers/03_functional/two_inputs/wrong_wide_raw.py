# misconception: wide path fed the raw, the other path the normalised features
# loses: Each is normalised by training rows
# says: `wide` normalised
wide = keras.Input((5,), name="wide")
deep = keras.Input((6,), name="deep")
w = adapted(train_x[:, :5])(wide)
d = adapted(train_x[:, 2:])(deep)
h = keras.layers.Dense(32, activation="relu")(d)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([wide, h])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
