# misconception: the weights alone in the file, and no architecture
# loses: The file loads where your code does not exist; At most 60,000 parameters; Twelve probabilities for a row of word numbers; Seven of ten hidden definitions are right; The best epoch by validation is delivered; Trained on the training rows alone
# says: `model.keras`; `model.weights.h5`
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
        f"{folder}/model.weights.h5", save_weights_only=True, monitor="val_accuracy", save_best_only=True
    )
    model.fit(
        x_train,
        y_train,
        batch_size=256,
        epochs=4,
        validation_data=(x_valid, y_valid),
        callbacks=[logger, best],
        verbose=0,
    )
