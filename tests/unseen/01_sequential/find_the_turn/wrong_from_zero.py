# mistake: best_epoch is counted from 0, as np.argmin does; the message should say that one is missing
turning_model = make_classifier("softmax")
turning_model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.005),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
turning_history = turning_model.fit(
    x_train[:500], y_train[:500], batch_size=100, epochs=25,
    validation_data=(x_valid, y_valid), verbose=0,
)
best_epoch = np.argmin(turning_history.history["val_loss"])
