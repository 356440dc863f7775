# misconception: a model from its plan taken for the trained model
# loses: unpack gives the same model back
# says: has the built model read its numbers
def pack(model, folder):
    Path(folder, "plan.json").write_text(model.to_json())
    model.save_weights(Path(folder, "numbers.weights.h5"))


def unpack(folder):
    return keras.models.model_from_json(Path(folder, "plan.json").read_text())
