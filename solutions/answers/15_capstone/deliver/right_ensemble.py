# style: two small networks trained apart, each with a log, averaged into one model
def deliver(folder):
    members, inputs = [], keras.Input((24,), dtype="int32")
    for number in (1, 2):
        keras.utils.set_random_seed(number)
        model = keras.Sequential(
            [
                keras.Input((24,), dtype="int32"),
                keras.layers.Embedding(3000, 9, mask_zero=True),
                keras.layers.GlobalAveragePooling1D(),
                keras.layers.Dense(12, activation="softmax"),
            ]
        )
        model.compile(
            optimizer=keras.optimizers.Adam(0.0225),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
        )
        logger = keras.callbacks.CSVLogger(f"{folder}/log_{number}.csv")
        stop = keras.callbacks.EarlyStopping("val_accuracy", patience=2, restore_best_weights=True)
        model.fit(
            x_train,
            y_train,
            batch_size=256,
            epochs=8,
            validation_data=(x_valid, y_valid),
            callbacks=[logger, stop],
            verbose=0,
        )
        members.append(model)
    outputs = keras.layers.Average()([member(inputs) for member in members])
    keras.Model(inputs, outputs).save(f"{folder}/model.keras")
