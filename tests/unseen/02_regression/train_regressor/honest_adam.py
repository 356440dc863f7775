# way: Adam, loss and metrics as objects with the default names, batch of 32 unnamed
keras.utils.set_random_seed(7)
trained = make_network()
trained.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss=keras.losses.MeanSquaredError(),
    metrics=[
        keras.metrics.RootMeanSquaredError(),
        keras.metrics.MeanAbsoluteError(),
    ],
)
trained_history = trained.fit(
    x_train, y_train, validation_data=(x_valid, y_valid), epochs=10, verbose=0
)
