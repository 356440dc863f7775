# misconception: the weights of an untrained clone are saved
# loses: numbers.weights.h5 holds the model's numbers; unpack gives the same model back
# says: new random numbers
def pack(model, folder):
    clone = keras.models.clone_model(model)
    Path(folder, "plan.json").write_text(clone.to_json())
    clone.save_weights(Path(folder, "numbers.weights.h5"))


def unpack(folder):
    model = keras.models.model_from_json(Path(folder, "plan.json").read_text())
    model.load_weights(Path(folder, "numbers.weights.h5"))
    return model
