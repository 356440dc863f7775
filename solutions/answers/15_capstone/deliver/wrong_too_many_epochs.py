# misconception: as many epochs as there is patience for
# loses: A log of every epoch, training and validation
# says: 31; EarlyStopping
def deliver(folder):
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.Embedding(3000, 4)(inputs)
    x = keras.layers.GlobalAveragePooling1D()(x)
    outputs = keras.layers.Dense(12, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(0.015),
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
        batch_size=512,
        epochs=31,
        validation_data=(x_valid, y_valid),
        callbacks=[logger, best],
        verbose=0,
    )
