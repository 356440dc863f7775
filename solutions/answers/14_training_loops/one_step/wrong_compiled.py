# misconception: compiled and trained by Keras, not by hand
# loses: It returns the loss, by hand
# says: by hand
def one_step(model, optimizer, loss_function, x, y):
    if not model.compiled:
        model.compile(optimizer=optimizer, loss=loss_function)
    return model.train_on_batch(x, y)
