# misconception: inputs without names
# loses: Inputs named wide and deep, of 5 and 6 features
# says: widths are right
wide = keras.Input((5,))
deep = keras.Input((6,))
w = adapted(x_train[:, :5])(wide)
d = adapted(x_train[:, 2:])(deep)
h = keras.layers.Dense(32, activation="relu")(d)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([w, h])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
