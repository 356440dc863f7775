# misconception: weights saved, then loaded into a different architecture
# loses: unpack gives the same model back
# says: another architecture than the one
def pack(model, folder):
    Path(folder, "architecture.json").write_text(model.to_json())
    model.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    model = new_pricer()
    model.load_weights(Path(folder, "model.weights.h5"))
    return model
