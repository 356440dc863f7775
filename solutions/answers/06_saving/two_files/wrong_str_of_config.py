# misconception: the dict of get_config written as Python text
# loses: plan.json is the plan
# says: is no JSON
import ast


def pack(model, folder):
    config = {"class": type(model).__name__, "config": model.get_config()}
    Path(folder, "plan.json").write_text(str(config))
    model.save_weights(Path(folder, "numbers.weights.h5"))


def unpack(folder):
    plan = ast.literal_eval(Path(folder, "plan.json").read_text())
    kind = keras.Sequential if plan["class"] == "Sequential" else keras.Model
    model = kind.from_config(plan["config"])
    model.load_weights(Path(folder, "numbers.weights.h5"))
    return model
