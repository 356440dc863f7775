# style: the model's own method, then load_model
def keep(model, path):
    model.save(path)
    return keras.models.load_model(path)
