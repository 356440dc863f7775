# style: Sequential, a separable convolution, early stopping with the best weights back
def deliver(folder):
    model = keras.Sequential()
    model.add(keras.Input((24,)))
    model.add(keras.layers.Embedding(3000, 16))
    model.add(keras.layers.SpatialDropout1D(0.1))
    model.add(keras.layers.SeparableConv1D(64, 3, padding="same", activation="relu"))
    model.add(keras.layers.GlobalMaxPooling1D())
    model.add(keras.layers.Dropout(0.4))
    model.add(keras.layers.Dense(12, activation="softmax"))
    model.compile(
        optimizer=keras.optimizers.Adam(0.0075),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    logger = keras.callbacks.CSVLogger(str(Path(folder) / "log.csv"))
    stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=2, restore_best_weights=True)
    model.fit(
        x_train,
        y_train,
        batch_size=256,
        epochs=10,
        validation_data=(x_valid, y_valid),
        callbacks=[logger, stop],
        verbose=0,
    )
    model.save(Path(folder) / "model.keras")
