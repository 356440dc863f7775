# misconception: rows that a scaler has scaled, for a network that normalizes by itself
# loses: RMSE of at most 1.0 on unseen stones
# says: scaled already
scaler = StandardScaler().fit(x_train)
keras.utils.set_random_seed(1)
trained = make_network()
trained.compile(
    loss="mse",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=[keras.metrics.RootMeanSquaredError(), "mae"],
)
trained_history = trained.fit(
    scaler.transform(x_train),
    y_train,
    validation_data=(scaler.transform(x_valid), y_valid),
    epochs=5,
    batch_size=64,
    verbose=0,
)
