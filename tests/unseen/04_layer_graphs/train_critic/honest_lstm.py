# way: functional model with a masked LSTM and dropout, objects for loss and optimizer, best epoch found with list.index, accuracy by hand
text = keras.Input(shape=(30,))
x = keras.layers.Embedding(2001, 8, mask_zero=True)(text)
x = keras.layers.LSTM(16)(x)
x = keras.layers.Dropout(0.3)(x)
p = keras.layers.Dense(1, "sigmoid")(x)
critic = keras.Model(text, p)
critic.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss=keras.losses.BinaryCrossentropy(),
    metrics=["accuracy"],
)
critic_history = critic.fit(
    x_sentence, y_sentence, epochs=6, batch_size=64,
    validation_data=(x_unseen, y_unseen), verbose=2,
)
probabilities = critic.predict(x_unseen, verbose=0)[:, 0]
critic_accuracy = np.mean((probabilities > 0.5) == (y_unseen == 1))
val = critic_history.history["val_loss"]
best_epoch = val.index(min(val)) + 1
print(critic_accuracy, best_epoch)
