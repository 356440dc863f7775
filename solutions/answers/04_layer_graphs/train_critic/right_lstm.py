# style: functional, an LSTM, sequences of any length; the accuracy of the last epoch
sentence = keras.Input((None,), dtype="int32")
rows = keras.layers.Embedding(len(sentence_vocabulary) + 1, 16, mask_zero=True)(sentence)
critic = keras.Model(sentence, keras.layers.Dense(1, activation="sigmoid")(keras.layers.LSTM(16)(rows)))
critic.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
critic_history = critic.fit(
    x_sentence, y_sentence, batch_size=64, epochs=6, validation_data=(x_unseen, y_unseen), verbose=0
)
critic_accuracy = round(critic_history.history["val_accuracy"][-1], 2)
losses = critic_history.history["val_loss"]
best_epoch = losses.index(min(losses)) + 1
