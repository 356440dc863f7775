# misconception: to_json written by json.dump: a text within a text
# loses: architecture.json is the architecture
# says: text within a text
def pack(model, folder):
    with open(f"{folder}/architecture.json", "w") as file:
        json.dump(model.to_json(), file)
    model.save_weights(f"{folder}/model.weights.h5")


def unpack(folder):
    with open(f"{folder}/architecture.json") as file:
        model = keras.models.model_from_json(json.load(file))
    model.load_weights(f"{folder}/model.weights.h5")
    return model
