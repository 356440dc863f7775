# style: functional, a convolution over short word vectors
def deliver(folder):
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.Embedding(3000, 16)(inputs)
    x = keras.layers.Dropout(0.2)(x)
    x = keras.layers.Conv1D(48, 3, padding="same", activation="relu")(x)
    x = keras.layers.GlobalMaxPooling1D()(x)
    x = keras.layers.Dropout(0.4)(x)
    model = keras.Model(inputs, keras.layers.Dense(12, activation="softmax")(x))
    model.compile(
        optimizer=keras.optimizers.Adam(0.0075),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    logger = keras.callbacks.CSVLogger(f"{folder}/log.csv")
    best = keras.callbacks.ModelCheckpoint(
        f"{folder}/model.keras", monitor="val_accuracy", save_best_only=True
    )
    model.fit(
        x_train,
        y_train,
        batch_size=256,
        epochs=9,
        validation_data=(x_valid, y_valid),
        callbacks=[logger, best],
        verbose=0,
    )
