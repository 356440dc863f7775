# style: the model that comes back is compiled anew, the folder as a Path
def pack(model, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "architecture.json").write_text(json.dumps(json.loads(model.to_json()), sort_keys=True))
    model.save_weights(str(folder / "model.weights.h5"), overwrite=True)


def unpack(folder):
    with open(Path(folder) / "architecture.json") as file:
        back = keras.models.model_from_json(json.dumps(json.load(file)))
    back.load_weights(str(Path(folder) / "model.weights.h5"))
    back.compile(optimizer="adam", loss="mse")
    return back
