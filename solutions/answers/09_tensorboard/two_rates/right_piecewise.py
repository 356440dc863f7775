# style: one fit an epoch, folders made by hand
def compare_rates(model, x, y, valid, rates, moment, root):
    for rate in rates:
        folder = os.path.join(root, f"{moment:%Y%m%d_%H%M%S}_{rate}")
        os.makedirs(folder)
        twin = keras.models.clone_model(model)
        twin.set_weights(model.get_weights())
        twin.compile(optimizer=keras.optimizers.SGD(learning_rate=rate), loss="mean_squared_error")
        for epoch in range(3):
            board = keras.callbacks.TensorBoard(folder)
            twin.fit(
                x,
                y,
                initial_epoch=epoch,
                epochs=epoch + 1,
                validation_data=valid,
                callbacks=[board],
                verbose=0,
            )
