# misconception: a registered class, which no other process knows
# loses: The file loads where your code does not exist
# says: the class `Boxed`; plain
@keras.saving.register_keras_serializable()
class Boxed(keras.Model):
    pass


def deliver(folder):
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.Embedding(3000, 16, mask_zero=True)(inputs)
    x = keras.layers.GlobalAveragePooling1D()(x)
    outputs = keras.layers.Dense(12, activation="softmax")(x)
    model = Boxed(inputs, outputs)
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
        epochs=6,
        validation_data=(x_valid, y_valid),
        callbacks=[logger, best],
        verbose=0,
    )
