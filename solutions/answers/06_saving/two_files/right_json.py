# style: to_json and model_from_json, the weights by method
def pack(model, folder):
    with open(os.path.join(folder, "architecture.json"), "w") as file:
        file.write(model.to_json(indent=2))
    model.save_weights(os.path.join(folder, "model.weights.h5"))


def unpack(folder):
    with open(os.path.join(folder, "architecture.json")) as file:
        model = keras.models.model_from_json(file.read())
    model.load_weights(os.path.join(folder, "model.weights.h5"))
    return model
