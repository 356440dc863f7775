# mistake: the loss is MAE in place of MSE; the message should say which loss was asked for
keras.utils.set_random_seed(3)
trained = make_network()
trained.compile(
    loss="mae",
    optimizer=keras.optimizers.Adam(0.01),
    metrics=[keras.metrics.RootMeanSquaredError(name="rmse"), "mae"],
)
trained_history = trained.fit(
    x_train, y_train, epochs=10, batch_size=32,
    validation_data=(x_valid, y_valid), verbose=0,
)
