# way: a learning rate that falls by a schedule, an own loss function that is MSE
def squared(y_true, y_pred):
    return keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)


keras.utils.set_random_seed(3)
trained = make_network()
rate = keras.optimizers.schedules.ExponentialDecay(0.01, 500, 0.9)
trained.compile(
    optimizer=keras.optimizers.Adam(learning_rate=rate),
    loss=squared,
    metrics=[keras.metrics.RootMeanSquaredError(name="rmse"), "mae"],
)
trained_history = trained.fit(
    x=x_train, y=y_train, batch_size=16, epochs=8,
    validation_data=(x_valid, y_valid), verbose=2,
)
