# misconception: test set used to choose: it stands in validation_data
# loses: Validation rows are watched
# says: test rows were used to choose
keras.utils.set_random_seed(1)
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    x_train, y_train, validation_data=(x_test, y_test), epochs=5, batch_size=64, verbose=0
)
