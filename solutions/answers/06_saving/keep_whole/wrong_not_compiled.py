# misconception: loaded with compile=False, as old answers to warnings advise
# loses: What comes back was loaded, and can be trained
# says: not compiled
def keep(model, path):
    model.save(path)
    return keras.models.load_model(path, compile=False)
