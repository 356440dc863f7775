# misconception: the weights of the last epoch are saved
# loses: The best epoch by validation is delivered
# says: last epoch
def deliver(folder):
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.Embedding(3000, 16, mask_zero=True)(inputs)
    x = keras.layers.GlobalAveragePooling1D()(x)
    outputs = keras.layers.Dense(12, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(0.03),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    logger = keras.callbacks.CSVLogger(f"{folder}/log.csv")
    model.fit(
        x_train,
        y_train,
        batch_size=256,
        epochs=10,
        validation_data=(x_valid, y_valid),
        callbacks=[logger],
        verbose=0,
    )
    model.save(f"{folder}/model.keras")
