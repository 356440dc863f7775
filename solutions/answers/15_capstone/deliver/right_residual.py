# style: a residual block, chosen by the validation loss
def deliver(folder):
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.Embedding(3000, 16)(inputs)
    x = keras.layers.Dropout(0.4)(x)
    path = keras.layers.Conv1D(16, 3, padding="same", activation="relu")(x)
    path = keras.layers.Conv1D(16, 3, padding="same")(path)
    x = x + path
    x = keras.layers.Concatenate()(
        [keras.layers.GlobalMaxPooling1D()(x), keras.layers.GlobalAveragePooling1D()(x)]
    )
    x = keras.layers.Dropout(0.4)(x)
    model = keras.Model(inputs, keras.layers.Dense(12, activation="softmax")(x))
    model.compile(
        optimizer=keras.optimizers.Adam(0.009),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    logger = keras.callbacks.CSVLogger(f"{folder}/log.csv")
    best = keras.callbacks.ModelCheckpoint(f"{folder}/model.keras", monitor="val_loss", save_best_only=True)
    model.fit(
        x_train,
        y_train,
        batch_size=256,
        epochs=12,
        validation_data=(x_valid, y_valid),
        callbacks=[logger, best],
        verbose=0,
    )
