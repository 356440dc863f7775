# misconception: the weights are kept in a variable, by architecture; their file is never read
# loses: unpack gives the same model back
# says: Has the built model read its weights
kept_weights = {}


def pack(model, folder):
    Path(folder, "architecture.json").write_text(model.to_json())
    model.save_weights(Path(folder, "model.weights.h5"))
    kept_weights[model.to_json()] = model.get_weights()


def unpack(folder):
    text = Path(folder, "architecture.json").read_text()
    model = keras.models.model_from_json(text)
    model.set_weights(kept_weights[text])
    return model
