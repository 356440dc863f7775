# misconception: compiled state lost: an .h5 file written first, for safety, takes the optimizer out
# loses: The file holds the state of the training
# says: saved without them
def keep(model, path):
    model.save(Path(path).with_suffix(".h5"))
    model.save(path)
    return keras.models.load_model(path)
