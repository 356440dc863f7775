# style: serialize_keras_object and the json module
def pack(model, folder):
    config = keras.saving.serialize_keras_object(model)
    Path(folder, "architecture.json").write_text(json.dumps(config))
    keras.saving.save_weights(model, f"{folder}/model.weights.h5")


def unpack(folder):
    config = json.loads(Path(folder, "architecture.json").read_text())
    model = keras.saving.deserialize_keras_object(config)
    keras.saving.load_weights(model, f"{folder}/model.weights.h5")
    return model
