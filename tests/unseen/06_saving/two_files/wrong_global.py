# mistake: pack remembers the folder and text in globals, so unpack gives the model packed last, not the one in its folder; the message should say so
packed = {}


def pack(model, folder):
    """Write architecture.json and model.weights.h5 into a folder."""
    packed["text"] = model.to_json()
    packed["weights"] = Path(folder, "model.weights.h5")
    Path(folder, "architecture.json").write_text(packed["text"])
    model.save_weights(packed["weights"])


def unpack(folder):
    """Return the model that the two files in a folder describe."""
    model = keras.models.model_from_json(packed["text"])
    model.load_weights(packed["weights"])
    return model
