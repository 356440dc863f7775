# way: the deep path is a Sequential model that is called like a layer
wide_in = keras.Input(shape=(5,), name="wide")
deep_in = keras.Input(shape=(6,), name="deep")
norm_wide = keras.layers.Normalization(name="norm_wide")
norm_deep = keras.layers.Normalization(name="norm_deep")
norm_wide.adapt(x_train[:, [0, 1, 2, 3, 4]])
norm_deep.adapt(x_train[:, [2, 3, 4, 5, 6, 7]])
deep_stack = keras.Sequential(
    [
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(16, activation="relu"),
    ],
    name="deep_stack",
)
joined = keras.layers.Concatenate()([norm_wide(wide_in), deep_stack(norm_deep(deep_in))])
price = keras.layers.Dense(1, activation="linear", name="price")(joined)
two_ways = keras.Model(inputs=[wide_in, deep_in], outputs=price)
