# misconception: saving an untrained clone: clone_model has new weights
# loses: The file holds plan and numbers; The file holds the state of the training
# says: new random numbers
def keep(model, path):
    copy = keras.models.clone_model(model)
    copy.save(path)
    return keras.models.load_model(path)
