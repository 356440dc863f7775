# mistake: validation_split of the 500 pictures in place of x_valid and y_valid (400 are trained on); the message should ask for validation_data
turning_model = make_classifier("softmax")
turning_model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.005),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
turning_history = turning_model.fit(
    x_train[:500], y_train[:500], batch_size=100, epochs=30,
    validation_split=0.2, verbose=0,
)
best_epoch = int(np.argmin(turning_history.history["val_loss"])) + 1
