# mistake: best_epoch is taken from the training loss (always the last epoch), not from val_loss; the message should say which list of the history is meant
critic = keras.Sequential([
    keras.Input(shape=(30,)),
    keras.layers.Embedding(2001, 16, mask_zero=True),
    keras.layers.GlobalAveragePooling1D(),
    keras.layers.Dense(1, activation="sigmoid"),
])
critic.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
critic_history = critic.fit(x_sentence, y_sentence, epochs=6, validation_data=(x_unseen, y_unseen), verbose=0)
critic_accuracy = critic_history.history["val_accuracy"][-1]
best_epoch = np.argmin(critic_history.history["loss"]) + 1
