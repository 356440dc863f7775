# way: goes on with initial_epoch so that the printed epoch numbers continue from the optimizer's step counter
def go_on(path, x, y, epochs):
    """Train the model in a file for more epochs, write it back, return it."""
    model = keras.models.load_model(path)
    steps = -(-len(x) // 32)
    done = int(model.optimizer.iterations) // steps
    model.fit(x, y, initial_epoch=done, epochs=done + epochs, verbose=2)
    model.save(str(path))
    return model
