# way: inputs as a dict with deep first, tanh layers from a loop, lesson's function adapted()
inputs = {
    "deep": keras.Input((6,), name="deep"),
    "wide": keras.Input((5,), name="wide"),
}
path = adapted(x_train[:, 2:8])(inputs["deep"])
for n_units in (40, 20, 10):
    path = keras.layers.Dense(n_units, activation="tanh")(path)
together = keras.layers.concatenate(
    [path, adapted(x_train[:, 0:5])(inputs["wide"])]
)
two_ways = keras.Model(inputs, keras.layers.Dense(1)(together))
