# misconception: validation_split instead of the part held back
# loses: Watched the validation pictures, with their own labels
# says: validation_split
turning_model = make_classifier("softmax")
optimizer = keras.optimizers.Adam(learning_rate=0.005)
turning_model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
turning_history = turning_model.fit(
    x_train[:500], y_train[:500], batch_size=100, epochs=20, validation_split=0.2, verbose=0
)
best_epoch = int(np.argmin(turning_history.history["val_loss"])) + 1
