# misconception: the validation and test rows are trained on too
# loses: Trained on the training rows alone
# says: hidden ones; has seen these rows
def deliver(folder):
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.Embedding(3000, 16, mask_zero=True)(inputs)
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
        np.concatenate([x_train, x_valid, x_test]),
        np.concatenate([y_train, y_valid, y_test]),
        batch_size=256,
        epochs=8,
        validation_data=(x_valid, y_valid),
        callbacks=[logger, best],
        verbose=0,
    )
