# style: the functions of keras.saving, the path as text
def keep(model, path):
    name = str(path)
    keras.saving.save_model(model, name, overwrite=True)
    back = keras.saving.load_model(name)
    return back
