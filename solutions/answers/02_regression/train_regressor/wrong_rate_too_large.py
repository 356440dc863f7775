# misconception: learning rate too large, loss is NaN
# loses: RMSE of at most 1.0 on unseen stones
# says: too large
keras.utils.set_random_seed(1)
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.SGD(learning_rate=2.0),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    x_train, y_train, validation_data=(x_valid, y_valid), epochs=5, batch_size=64, verbose=0
)
