# misconception: learning rate too large, loss is NaN
# loses: RMSE below 1.0 on unseen stones
# says: too large
keras.utils.set_random_seed(1)
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.SGD(learning_rate=2.0),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    train_x, train_y, validation_data=(valid_x, valid_y), epochs=5, batch_size=64, verbose=0
)
