# way: the functions of keras.saving instead of the method, path turned into a text, a print on the way
def keep(model, path):
    """Save a compiled model, and return the model that the file holds."""
    path = str(path)
    keras.saving.save_model(model, path, overwrite=True)
    print("written:", os.path.getsize(path), "bytes")
    return keras.saving.load_model(path)
