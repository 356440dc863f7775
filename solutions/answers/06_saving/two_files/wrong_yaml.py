# misconception: to_yaml, which has been taken away
# loses: plan.json is the plan; numbers.weights.h5 holds the model's numbers; unpack gives the same model back
# says: no attribute 'to_yaml'
def pack(model, folder):
    Path(folder, "plan.json").write_text(model.to_yaml())
    model.save_weights(Path(folder, "numbers.weights.h5"))


def unpack(folder):
    model = keras.models.model_from_yaml(Path(folder, "plan.json").read_text())
    model.load_weights(Path(folder, "numbers.weights.h5"))
    return model
