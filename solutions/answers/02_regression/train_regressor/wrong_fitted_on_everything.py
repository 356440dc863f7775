# misconception: fitted on all rows, validation rows included
# loses: Validation rows are watched
# says: all rows
keras.utils.set_random_seed(1)
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    features, prices, validation_data=(x_valid, y_valid), epochs=3, batch_size=64, verbose=0
)
