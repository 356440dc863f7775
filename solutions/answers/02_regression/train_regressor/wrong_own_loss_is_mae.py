# misconception: a loss written by hand that is another one
# loses: The loss is MSE
# says: The mean squared error is asked for
trained = make_network()
trained.compile(
    keras.optimizers.Adam(learning_rate=0.01),
    loss=lambda y_true, y_pred: keras.ops.mean(keras.ops.abs(y_true - y_pred), axis=-1),
    metrics=["root_mean_squared_error", "mae"],
)
trained_history = trained.fit(
    x_train, y_train, epochs=8, batch_size=64, validation_data=(x_valid, y_valid), verbose=0
)
