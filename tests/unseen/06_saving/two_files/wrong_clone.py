# mistake: unpack builds the network by new_pricer and ignores architecture.json, so it only works for pricer; the message should say the architecture comes from the file
def pack(model, folder):
    """Write architecture.json and model.weights.h5 into a folder."""
    Path(folder, "architecture.json").write_text(model.to_json())
    model.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    """Return the model that the two files in a folder describe."""
    model = new_pricer()
    model.load_weights(Path(folder, "model.weights.h5"))
    return model
