# style: deep path in a loop, activations as layers, keras.ops
entries = {name: keras.Input(shape=(width,), name=name) for name, width in [("wide", 5), ("deep", 6)]}
scales = {"wide": keras.layers.Normalization(), "deep": keras.layers.Normalization()}
scales["wide"].adapt(x_train[:, 0:5])
scales["deep"].adapt(x_train[:, 2:8])
h = scales["deep"](entries["deep"])
for _ in range(3):
    h = keras.layers.LeakyReLU()(keras.layers.Dense(24)(h))
joined = keras.ops.concatenate([h, scales["wide"](entries["wide"])], axis=1)
two_ways = keras.Model(tuple(entries.values()), keras.layers.Dense(1, activation="linear")(joined))
