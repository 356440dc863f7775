# misconception: the model that came in is returned, not the one in the file
# loses: What comes back was loaded, and can be trained
# says: what is done to one is done to the other
def keep(model, path):
    model.save(path)
    return model
