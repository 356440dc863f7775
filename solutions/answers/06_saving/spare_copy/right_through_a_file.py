# style: the whole model through a temporary file
def spare_copy(model):
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "spare.keras")
        keras.saving.save_model(model, path)
        return keras.saving.load_model(path)
