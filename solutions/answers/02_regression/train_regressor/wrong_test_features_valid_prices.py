# misconception: validation data of two parts: the features of one, the prices of another
# loses: Validation rows are watched
# says: come from the same part
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    x_train, y_train, validation_data=(x_test[:1000], y_valid[:1000]), epochs=3, verbose=0
)
