# misconception: learning rate passed as lr
# loses: The loss is MSE; RMSE and MAE are metrics; Validation rows are watched; RMSE of at most 1.0 on unseen stones
# says: not `lr`
keras.utils.set_random_seed(1)
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(lr=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    x_train, y_train, validation_data=(x_valid, y_valid), epochs=5, batch_size=64, verbose=0
)
