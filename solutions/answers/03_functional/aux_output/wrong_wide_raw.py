# misconception: wide path fed the raw, the other path the normalized features
# loses: price sees both paths
# says: raw features, the other the normalized
stone = keras.Input((8,))
z = adapted(x_train)(stone)
h = keras.layers.Dense(32, activation="relu")(z)
h = keras.layers.Dense(16, activation="relu")(h)
both = keras.layers.Concatenate()([stone, h])
price = keras.layers.Dense(1, name="price")(both)
aux = keras.layers.Dense(1, name="aux")(h)
two_headed = keras.Model(stone, {"price": price, "aux": aux})
two_headed.compile(
    optimizer="adam",
    loss={"price": "mse", "aux": "mse"},
    loss_weights={"price": 0.8, "aux": 0.2},
    metrics={"price": [keras.metrics.RootMeanSquaredError()]},
)
