# misconception: the test set used to choose
# loses: Watched the validation pictures, with their own labels
# says: test set is for the very end
turning_model = make_classifier("softmax")
optimizer = keras.optimizers.Adam(learning_rate=0.005)
turning_model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
turning_history = turning_model.fit(
    x_train[:500],
    y_train[:500],
    batch_size=100,
    epochs=20,
    validation_data=(test_images / 255, test_labels),
    verbose=0,
)
best_epoch = int(np.argmin(turning_history.history["val_loss"])) + 1
