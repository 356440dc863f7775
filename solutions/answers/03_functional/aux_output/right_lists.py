# style: outputs, losses, weights and metrics in lists
stone = keras.Input((8,))
z = adapted(x_train)(stone)
h = keras.layers.Dense(32, activation="relu")(z)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([z, h])
price = keras.layers.Dense(1, name="price")(both)
aux = keras.layers.Dense(1, name="aux")(h)
two_headed = keras.Model(stone, [price, aux])
two_headed.compile(
    optimizer="adam",
    loss=["mse", "mse"],
    loss_weights=[0.8, 0.2],
    metrics=[[keras.metrics.RootMeanSquaredError(name="rmse")], []],
)
