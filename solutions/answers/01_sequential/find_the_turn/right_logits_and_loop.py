# style: logits, a hidden layer more, and a loop that looks for the lowest
turning_model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu"),
        keras.layers.Dense(30, activation="relu"),
        keras.layers.Dense(10),
    ]
)
turning_model.compile(
    optimizer=keras.optimizers.Nadam(0.005),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
turning_history = turning_model.fit(
    x_train[:500], y_train[:500], epochs=20, batch_size=50, validation_data=(x_valid, y_valid), verbose=0
)
best_epoch, lowest = 1, float("inf")
for epoch, loss in enumerate(turning_history.history["val_loss"], start=1):
    if loss < lowest:
        best_epoch, lowest = epoch, loss
