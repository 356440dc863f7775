# mistake: aux stands behind the join, so the wide path reaches it directly; the message should say on the deep path alone
stone = keras.Input(shape=(8,), name="stone")
scaled = adapted(x_train)(stone)
deep = keras.layers.Dense(32, activation="relu")(scaled)
deep = keras.layers.Dense(16, activation="relu")(deep)
joined = keras.layers.Concatenate()([scaled, deep])
price = keras.layers.Dense(1, name="price")(joined)
aux = keras.layers.Dense(1, name="aux")(joined)
two_headed = keras.Model(inputs=stone, outputs={"price": price, "aux": aux})
two_headed.compile(
    loss={"price": "mse", "aux": "mse"},
    loss_weights={"price": 0.8, "aux": 0.2},
    metrics={"price": [keras.metrics.RootMeanSquaredError(name="rmse")]},
    optimizer="adam",
)
