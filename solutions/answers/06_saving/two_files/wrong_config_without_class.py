# misconception: get_config taken for the whole plan
# loses: plan.json is the plan; unpack gives the same model back
# says: of which class; Unrecognized keyword
def pack(model, folder):
    Path(folder, "plan.json").write_text(json.dumps(model.get_config()))
    model.save_weights(Path(folder, "numbers.weights.h5"))


def unpack(folder):
    model = keras.Model.from_config(json.loads(Path(folder, "plan.json").read_text()))
    model.load_weights(Path(folder, "numbers.weights.h5"))
    return model
