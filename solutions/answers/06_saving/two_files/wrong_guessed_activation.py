# misconception: weights loaded into an architecture of the same shapes and another activation
# loses: unpack gives the same model back
# says: fit into many networks and are right in one
def pack(model, folder):
    Path(folder, "architecture.json").write_text(model.to_json())
    model.save_weights(Path(folder, "model.weights.h5"))


def unpack(folder):
    shapes = shapes_in(Path(folder, "model.weights.h5"))
    kernels = [shape for name, shape in shapes.items() if name.startswith("layers") and len(shape) == 2]
    layers = [keras.layers.Dense(width, activation="relu") for _, width in kernels[:-1]]
    layers = [keras.Input((kernels[0][0],)), *layers, keras.layers.Dense(kernels[-1][1])]
    model = keras.Sequential(layers)
    model.load_weights(Path(folder, "model.weights.h5"))
    return model
