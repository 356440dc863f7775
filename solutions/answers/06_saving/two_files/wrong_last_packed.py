# misconception: a copy of the last packed model is kept in a global variable; the files are never read
# loses: unpack gives the same model back
# says: came out of a variable
latest = None


def pack(model, folder):
    global latest
    latest = keras.models.clone_model(model)
    latest.set_weights(model.get_weights())
    Path(folder, "architecture.json").write_text(model.to_json())
    model.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    return latest
