# style: one-hot labels, more pictures, and a sorted list
turning_model = make_classifier("softmax")
turning_model.compile(keras.optimizers.Adam(0.005), "categorical_crossentropy", metrics=["accuracy"])
turning_history = turning_model.fit(
    x_train[:500],
    keras.utils.to_categorical(y_train[:500], 10),
    epochs=20,
    batch_size=50,
    verbose=0,
    validation_data=(x_valid, keras.utils.to_categorical(y_valid, 10)),
)
losses = turning_history.history["val_loss"]
best_epoch = losses.index(min(losses)) + 1
