# misconception: a slice's end taken to be part of it: 0:4 and 2:7
# loses: Inputs named wide and deep, of 5 and 6 features; Each is normalized by training rows
# says: inputs `wide` of 5
wide = keras.Input((4,), name="wide")
deep = keras.Input((5,), name="deep")
w = adapted(x_train[:, 0:4])(wide)
d = adapted(x_train[:, 2:7])(deep)
h = keras.layers.Dense(32, activation="relu")(d)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([w, h])
two_ways = keras.Model([wide, deep], keras.layers.Dense(1)(both))
