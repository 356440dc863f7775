# misconception: fitted on the validation rows first, since more rows are better
# loses: Validation rows are watched
# says: Was it fitted on other rows before
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained.fit(x_valid, y_valid, epochs=2, verbose=0)
trained_history = trained.fit(x_train, y_train, epochs=4, validation_data=(x_valid, y_valid), verbose=0)
