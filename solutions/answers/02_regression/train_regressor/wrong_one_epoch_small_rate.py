# misconception: stopped after one epoch with a tiny rate
# loses: RMSE of at most 1.0 on unseen stones
# says: few more epochs
keras.utils.set_random_seed(1)
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(learning_rate=0.0001),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    x_train, y_train, validation_data=(x_valid, y_valid), epochs=1, batch_size=64, verbose=0
)
