# misconception: a classifier's loss for a price
# loses: The loss is MSE; RMSE below 1.0 on unseen stones
# says: cross-entropy is for
keras.utils.set_random_seed(1)
trained = make_network()
trained.compile(
    loss="binary_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    train_x, train_y, validation_data=(valid_x, valid_y), epochs=5, batch_size=64, verbose=0
)
