# style: the class and its configuration read out of the file
def pack(model, folder):
    place = Path(folder)
    place.joinpath("architecture.json").write_text(model.to_json())
    model.save_weights(place / "model.weights.h5")


def unpack(folder):
    place = Path(folder)
    config = json.loads(place.joinpath("architecture.json").read_text())
    kind = keras.Sequential if config["class_name"] == "Sequential" else keras.Model
    model = kind.from_config(config["config"])
    model.load_weights(place / "model.weights.h5")
    return model
