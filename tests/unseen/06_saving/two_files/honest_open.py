# way: os.path.join and open instead of Path methods, the text is taken with a with-block
def pack(model, folder):
    """Write architecture.json and model.weights.h5 into a folder."""
    with open(os.path.join(folder, "architecture.json"), "w", encoding="utf-8") as f:
        f.write(model.to_json())
    model.save_weights(os.path.join(folder, "model.weights.h5"), overwrite=True)


def unpack(folder):
    """Return the model that the two files in a folder describe."""
    with open(os.path.join(folder, "architecture.json"), encoding="utf-8") as f:
        net = keras.models.model_from_json(f.read())
    net.load_weights(os.path.join(folder, "model.weights.h5"))
    return net
