# style: default Adam, best weights restored, wrapped in a function
def learn(model):
    model.compile(
        optimizer="adam",
        loss="mean_squared_error",
        metrics=[
            keras.metrics.RootMeanSquaredError(name="rmse"),
            keras.metrics.MeanAbsoluteError(name="mae"),
        ],
    )
    stop = keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
    return model.fit(
        x_train, y_train, validation_data=(x_valid, y_valid), epochs=8, callbacks=[stop], verbose=0
    )


trained = make_network()
trained_history = learn(trained)
