# misconception: Adam by its name, with its own rate
# loses: Compiled and trained as asked
# says: learning rate of 0.01
critic = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Embedding(2001, 16, mask_zero=True),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
critic.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
critic_history = critic.fit(
    x_sentence, y_sentence, batch_size=8, epochs=6, validation_data=(x_unseen, y_unseen), verbose=0
)
critic_accuracy = critic.evaluate(x_unseen, y_unseen, return_dict=True, verbose=0)["accuracy"]
best_epoch = np.argmin(critic_history.history["val_loss"]) + 1
