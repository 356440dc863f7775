# misconception: the weights of an untrained clone are saved
# loses: model.weights.h5 holds the model's weights; unpack gives the same model back
# says: new random weights
def pack(model, folder):
    clone = keras.models.clone_model(model)
    Path(folder, "architecture.json").write_text(clone.to_json())
    clone.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    model = keras.models.model_from_json(Path(folder, "architecture.json").read_text())
    model.load_weights(Path(folder, "model.weights.h5"))
    return model
