# misconception: the dict of get_config written as Python text
# loses: architecture.json is the architecture
# says: is no JSON
import ast


def pack(model, folder):
    config = {"class": type(model).__name__, "config": model.get_config()}
    Path(folder, "architecture.json").write_text(str(config))
    model.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    config = ast.literal_eval(Path(folder, "architecture.json").read_text())
    kind = keras.Sequential if config["class"] == "Sequential" else keras.Model
    model = kind.from_config(config["config"])
    model.load_weights(Path(folder, "model.weights.h5"))
    return model
