# style: loss and metrics as objects with names of their own, Nadam
keras.utils.set_random_seed(2)
trained = make_network()
trained.compile(
    loss=keras.losses.MeanSquaredError(),
    optimizer=keras.optimizers.Nadam(0.005),
    metrics=[
        keras.metrics.MeanAbsoluteError(name="typical"),
        keras.metrics.RootMeanSquaredError(name="root"),
    ],
)
trained_history = trained.fit(
    x_train, y_train, validation_data=(x_valid, y_valid), epochs=6, batch_size=64, verbose=0
)
