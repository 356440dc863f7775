# style: the class and its configuration read out of the plan
def pack(model, folder):
    place = Path(folder)
    place.joinpath("plan.json").write_text(model.to_json())
    model.save_weights(place / "numbers.weights.h5")


def unpack(folder):
    place = Path(folder)
    plan = json.loads(place.joinpath("plan.json").read_text())
    kind = keras.Sequential if plan["class_name"] == "Sequential" else keras.Model
    model = kind.from_config(plan["config"])
    model.load_weights(place / "numbers.weights.h5")
    return model
