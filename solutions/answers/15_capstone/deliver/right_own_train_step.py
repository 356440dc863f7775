# style: a class with a train_step of its own, delivered as the plain graph
class Smoothed(keras.Model):
    def train_step(self, data):
        import tensorflow as tf

        x, y = data
        with tf.GradientTape() as tape:
            outputs = self(x, training=True)
            loss = self.compute_loss(x, y, outputs)
        gradients = tape.gradient(loss, self.trainable_weights)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_weights))
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, outputs)
        return {metric.name: metric.result() for metric in self.metrics}


def deliver(folder):
    inputs = keras.Input((24,), dtype="int32")
    x = keras.layers.Embedding(3000, 16, mask_zero=True)(inputs)
    x = keras.layers.GlobalAveragePooling1D()(x)
    outputs = keras.layers.Dense(12, activation="softmax")(x)
    model = Smoothed(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(0.015),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    logger = keras.callbacks.CSVLogger(f"{folder}/log.csv")
    best = keras.callbacks.ModelCheckpoint(
        f"{folder}/best.weights.h5",
        monitor="val_accuracy",
        save_best_only=True,
        save_weights_only=True,
    )
    model.fit(
        x_train,
        y_train,
        batch_size=256,
        epochs=8,
        validation_data=(x_valid, y_valid),
        callbacks=[logger, best],
        verbose=0,
    )
    model.load_weights(f"{folder}/best.weights.h5")
    keras.Model(model.inputs, model.outputs).save(f"{folder}/model.keras")
