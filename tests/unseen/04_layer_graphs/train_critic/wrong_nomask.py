# mistake: the Embedding has no mask_zero=True, so the padding is averaged in and changes the output; the message should say more padding changes the output
critic = keras.Sequential([
    keras.Input(shape=(30,)),
    keras.layers.Embedding(2001, 16),
    keras.layers.GlobalAveragePooling1D(),
    keras.layers.Dense(1, activation="sigmoid"),
])
critic.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
critic_history = critic.fit(x_sentence, y_sentence, epochs=6, validation_data=(x_unseen, y_unseen), verbose=0)
critic_accuracy = critic.evaluate(x_unseen, y_unseen, verbose=0)[1]
best_epoch = int(np.argmin(critic_history.history["val_loss"])) + 1
