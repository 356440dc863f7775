# way: aux stands on the FIRST of three hidden layers of the deep path; both outputs in a dict with aux first
norm = keras.layers.Normalization()
norm.adapt(x_train)
stone = keras.Input(shape=(8,), name="stone")
wide_path = norm(stone)
first = keras.layers.Dense(32, activation="relu")(wide_path)
second = keras.layers.Dense(32, activation="relu")(first)
third = keras.layers.Dense(16, activation="relu")(second)
joined = keras.layers.Concatenate()([third, wide_path])
two_headed = keras.Model(
    inputs=stone,
    outputs={
        "aux": keras.layers.Dense(1, name="aux")(first),
        "price": keras.layers.Dense(1, name="price")(joined),
    },
)
heads = ["aux", "price"]
two_headed.compile(
    loss=dict.fromkeys(heads, "mean_squared_error"),
    loss_weights=dict(zip(heads, [0.2, 0.8])),
    metrics={"price": keras.metrics.RootMeanSquaredError(name="rmse")},
    optimizer=keras.optimizers.SGD(learning_rate=0.01),
)
