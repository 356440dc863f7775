# misconception: deep is normalized by the statistics of other features
# loses: Each is normalized by training rows
# says: another mean and variance for `deep`
wide = keras.Input(shape=(5,), name="wide")
deep = keras.Input(shape=(6,), name="deep")
wide_scaled = adapted(x_train[:, :5])(wide)
deep_scaled = adapted(x_train[:, :6])(deep)
deep_1 = keras.layers.Dense(32, activation="relu")(deep_scaled)
deep_2 = keras.layers.Dense(16, activation="relu")(deep_1)
joined = keras.layers.Concatenate()([wide_scaled, deep_2])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(joined))
