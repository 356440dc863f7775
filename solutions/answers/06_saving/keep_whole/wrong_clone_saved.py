# misconception: saving an untrained clone: clone_model has new weights
# loses: The file holds architecture and weights; The file holds the state of the training
# says: new random weights
def keep(model, path):
    copy = keras.models.clone_model(model)
    copy.save(path)
    return keras.models.load_model(path)
