# misconception: save_weights taken for save
# loses: The file holds architecture and weights; The file holds the state of the training; What comes back was loaded, and can be trained
# says: must end in `.weights.h5`
def keep(model, path):
    model.save_weights(path)
    return keras.models.load_model(path)
