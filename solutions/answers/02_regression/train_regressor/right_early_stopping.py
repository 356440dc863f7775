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
        train_x, train_y, validation_data=(valid_x, valid_y), epochs=8, callbacks=[stop], verbose=0
    )


trained = make_network()
trained_history = learn(trained)
