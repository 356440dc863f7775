# way: outputs, losses, weights and metrics as lists in order, loss objects
stone_in = keras.Input((8,))
z = adapted(x_train)(stone_in)
d = keras.layers.Dense(30, activation="selu")(z)
d = keras.layers.Dense(30, activation="selu")(d)
main_out = keras.layers.Dense(1, name="price")(keras.layers.concatenate([z, d]))
side_out = keras.layers.Dense(1, name="aux")(d)
two_headed = keras.Model(stone_in, [main_out, side_out])
mse = keras.losses.MeanSquaredError
two_headed.compile(
    optimizer="adam",
    loss=[mse(), mse()],
    loss_weights=[0.8, 0.2],
    metrics=[[keras.metrics.RootMeanSquaredError()], []],
)
