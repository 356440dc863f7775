# misconception: the packed model is remembered in memory; the files are for show
# loses: unpack gives the same model back
# says: came out of a variable
packed = {}


def pack(model, folder):
    packed["model"] = model
    Path(folder, "architecture.json").write_text(model.to_json())
    model.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    return packed["model"]
