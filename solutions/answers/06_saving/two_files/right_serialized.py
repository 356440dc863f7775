# style: serialize_keras_object and the json module
def pack(model, folder):
    plan = keras.saving.serialize_keras_object(model)
    Path(folder, "plan.json").write_text(json.dumps(plan))
    keras.saving.save_weights(model, f"{folder}/numbers.weights.h5")


def unpack(folder):
    plan = json.loads(Path(folder, "plan.json").read_text())
    model = keras.saving.deserialize_keras_object(plan)
    keras.saving.load_weights(model, f"{folder}/numbers.weights.h5")
    return model
