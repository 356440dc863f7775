# misconception: a model from its architecture taken for the trained model
# loses: unpack gives the same model back
# says: Has the built model read its weights
def pack(model, folder):
    Path(folder, "architecture.json").write_text(model.to_json())
    model.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    return keras.models.model_from_json(Path(folder, "architecture.json").read_text())
