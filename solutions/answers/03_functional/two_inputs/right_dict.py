# style: inputs in a dict, deep first, output named
wide = keras.Input((5,), name="wide")
deep = keras.Input((6,), name="deep")
w = adapted(x_train[:, :5])(wide)
d = adapted(x_train[:, 2:])(deep)
h = keras.layers.Dense(32, activation="relu")(d)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([w, h])
two_ways = keras.Model({"deep": deep, "wide": wide}, keras.layers.Dense(1, name="price")(both))
