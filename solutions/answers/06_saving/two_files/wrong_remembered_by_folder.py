# misconception: the weights are kept in a dict by the folder's name, in memory
# loses: unpack gives the same model back
# says: KeyError
kept = {}


def pack(model, folder):
    kept[str(folder)] = model.get_weights()
    Path(folder, "architecture.json").write_text(model.to_json())
    model.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    model = keras.models.model_from_json(Path(folder, "architecture.json").read_text())
    model.set_weights(kept[str(folder)])
    return model
