# mistake: the list of loss weights is in the wrong order for outputs [aux, price]: aux gets 0.8; the message should show the weight of each output
stone = keras.Input(shape=(8,), name="stone")
scaled = adapted(x_train)(stone)
deep = keras.layers.Dense(32, activation="relu")(scaled)
deep = keras.layers.Dense(16, activation="relu")(deep)
joined = keras.layers.Concatenate()([scaled, deep])
price = keras.layers.Dense(1, name="price")(joined)
aux = keras.layers.Dense(1, name="aux")(deep)
two_headed = keras.Model(inputs=stone, outputs=[aux, price])
two_headed.compile(
    loss=["mse", "mse"],
    loss_weights=[0.8, 0.2],
    metrics=[[], [keras.metrics.RootMeanSquaredError(name="rmse")]],
    optimizer="adam",
)
