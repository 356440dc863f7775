# style: plain SGD with a rate that fits
keras.utils.set_random_seed(4)
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.SGD(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    x_train, y_train, validation_data=(x_valid, y_valid), epochs=5, batch_size=64, verbose=0
)
