# misconception: get_config taken for the whole architecture
# loses: architecture.json is the architecture; unpack gives the same model back
# says: of which class; Unrecognized keyword
def pack(model, folder):
    Path(folder, "architecture.json").write_text(json.dumps(model.get_config()))
    model.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    model = keras.Model.from_config(json.loads(Path(folder, "architecture.json").read_text()))
    model.load_weights(Path(folder, "model.weights.h5"))
    return model
