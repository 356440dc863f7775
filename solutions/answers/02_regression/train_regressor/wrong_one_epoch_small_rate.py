# misconception: stopped after one epoch with a tiny rate
# loses: RMSE below 1.0 on unseen stones
# says: few more epochs
keras.utils.set_random_seed(1)
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(learning_rate=0.0001),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    train_x, train_y, validation_data=(valid_x, valid_y), epochs=1, batch_size=64, verbose=0
)
