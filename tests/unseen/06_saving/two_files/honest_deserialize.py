# way: the JSON text is read with json and rebuilt with keras.saving.deserialize_keras_object instead of model_from_json
def pack(model, folder):
    """Write architecture.json and model.weights.h5 into a folder."""
    place = Path(folder)
    (place / "architecture.json").write_text(model.to_json())
    model.save_weights(place / "model.weights.h5")


def unpack(folder):
    """Return the model that the two files in a folder describe."""
    place = Path(folder)
    description = json.loads((place / "architecture.json").read_text())
    model = keras.saving.deserialize_keras_object(description)
    model.load_weights(place / "model.weights.h5")
    return model
