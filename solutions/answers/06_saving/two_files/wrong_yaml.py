# misconception: to_yaml, which has been taken away
# loses: architecture.json is the architecture; model.weights.h5 holds the model's weights; unpack gives the same model back
# says: YAML was taken out of Keras
def pack(model, folder):
    Path(folder, "architecture.json").write_text(model.to_yaml())
    model.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    model = keras.models.model_from_yaml(Path(folder, "architecture.json").read_text())
    model.load_weights(Path(folder, "model.weights.h5"))
    return model
