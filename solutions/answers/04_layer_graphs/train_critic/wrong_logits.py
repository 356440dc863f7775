# misconception: a logit is the output, and the loss is told so: no probability
# loses: The probability that a sentence is favorable
# says: these are logits
critic = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Embedding(2001, 16, mask_zero=True),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1),
    ]
)
critic.compile(
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    optimizer=keras.optimizers.Adam(0.01),
    metrics=[keras.metrics.BinaryAccuracy("accuracy", threshold=0)],
)
critic_history = critic.fit(x_sentence, y_sentence, epochs=6, validation_data=(x_unseen, y_unseen), verbose=0)
critic_accuracy = critic.evaluate(x_unseen, y_unseen, return_dict=True, verbose=0)["accuracy"]
best_epoch = np.argmin(critic_history.history["val_loss"]) + 1
