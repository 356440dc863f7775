# misconception: a classifier's loss for a price
# loses: The loss is MSE; RMSE of at most 1.0 on unseen stones
# says: cross-entropy is for
keras.utils.set_random_seed(1)
trained = make_network()
trained.compile(
    loss="binary_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    x_train, y_train, validation_data=(x_valid, y_valid), epochs=5, batch_size=64, verbose=0
)
