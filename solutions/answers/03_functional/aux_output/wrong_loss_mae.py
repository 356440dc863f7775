# misconception: MAE for the helper
# loses: Losses are MSE, weighted 0.8 and 0.2
# says: mse for `aux`
stone = keras.Input((8,))
z = adapted(x_train)(stone)
h = keras.layers.Dense(32, activation="relu")(z)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([z, h])
price = keras.layers.Dense(1, name="price")(both)
aux = keras.layers.Dense(1, name="aux")(h)
two_headed = keras.Model(stone, {"price": price, "aux": aux})
two_headed.compile(
    optimizer="adam",
    loss={"price": "mse", "aux": "mae"},
    loss_weights={"price": 0.8, "aux": 0.2},
    metrics={"price": [keras.metrics.RootMeanSquaredError()]},
)
