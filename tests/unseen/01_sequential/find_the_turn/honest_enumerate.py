# way: make_classifier with a loop that looks for the smallest loss, 40 epochs, list for validation_data's pair
turning_model = make_classifier("softmax")
turning_model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.005),
    metrics=["accuracy"],
)
turning_history = turning_model.fit(
    x_train[:500],
    y_train[:500],
    batch_size=64,
    epochs=40,
    validation_data=[x_valid, y_valid],
    verbose=2,
)
lowest = float("inf")
for number, loss in enumerate(turning_history.history["val_loss"], start=1):
    if loss < lowest:
        lowest, best_epoch = loss, number
print("best epoch:", best_epoch)
