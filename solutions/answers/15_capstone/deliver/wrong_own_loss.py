# misconception: compiled with a loss of one's own, which the file names
# loses: The file loads where your code does not exist
# says: the function `smooth_loss`
def smooth_loss(y_true, y_pred):
    return keras.losses.sparse_categorical_crossentropy(y_true, y_pred)


def deliver(folder):
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.Embedding(3000, 16, mask_zero=True)(inputs)
    x = keras.layers.GlobalAveragePooling1D()(x)
    outputs = keras.layers.Dense(12, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(0.015),
        loss=smooth_loss,
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
        epochs=6,
        validation_data=(x_valid, y_valid),
        callbacks=[logger, best],
        verbose=0,
    )
