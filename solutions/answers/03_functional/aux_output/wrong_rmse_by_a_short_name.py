# misconception: a metric under a name that Keras does not know
# loses: RMSE is a metric of price
# says: knows no metric called `rmse`
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
    loss={"price": "mse", "aux": "mse"},
    loss_weights={"price": 0.8, "aux": 0.2},
    metrics={"price": ["rmse"]},
)
