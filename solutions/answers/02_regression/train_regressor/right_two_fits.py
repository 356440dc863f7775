# style: fitted for two epochs with larger batches, then again
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
rows = {"x": x_train, "y": y_train, "validation_data": (x_valid, y_valid)}
trained.fit(**rows, epochs=2, batch_size=64, verbose=0)
trained_history = trained.fit(**rows, epochs=4, verbose=0)
