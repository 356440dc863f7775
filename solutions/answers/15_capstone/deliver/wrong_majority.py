# misconception: the probabilities of the commonest field for every text
# loses: Seven of ten hidden definitions are right
# says: always the same field
def deliver(folder):
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.Rescaling(0.0)(inputs)
    model = keras.Model(inputs, keras.layers.Dense(12, activation="softmax")(x))
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
        batch_size=256,
        epochs=2,
        validation_data=(x_valid, y_valid),
        callbacks=[logger, best],
        verbose=0,
    )
