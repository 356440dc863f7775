# style: a hidden layer behind the mean, objects for loss and metric, the accuracy counted by hand
critic = keras.Sequential()
critic.add(keras.Input(shape=(30,)))
critic.add(keras.layers.Embedding(input_dim=2001, output_dim=8, mask_zero=True))
critic.add(keras.layers.GlobalAveragePooling1D())
critic.add(keras.layers.Dense(8, activation="relu"))
critic.add(keras.layers.Dense(1))
critic.add(keras.layers.Activation("sigmoid"))
critic.compile(
    optimizer=keras.optimizers.Adam(learning_rate=1e-2),
    loss=keras.losses.BinaryCrossentropy(),
    metrics=[keras.metrics.BinaryAccuracy()],
)
critic_history = critic.fit(x_sentence, y_sentence, 64, 6, validation_data=(x_unseen, y_unseen))
critic_accuracy = np.mean((critic.predict(x_unseen)[:, 0] > 0.5) == y_unseen)
best_epoch = np.argmin(critic_history.history["val_loss"]) + 1
