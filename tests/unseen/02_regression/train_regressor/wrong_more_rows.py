# mistake: trained on training and validation rows together (x_rest), so the validation rows are no longer unseen; the message should say training rows only
keras.utils.set_random_seed(3)
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(0.01),
    metrics=[keras.metrics.RootMeanSquaredError(name="rmse"), "mae"],
)
trained_history = trained.fit(
    x_rest, y_rest, epochs=10, batch_size=32,
    validation_data=(x_valid, y_valid), verbose=0,
)
