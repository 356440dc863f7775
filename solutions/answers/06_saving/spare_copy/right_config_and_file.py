# style: from the configuration, weights through a file, compiled anew
def spare_copy(model):
    twin = model.__class__.from_config(model.get_config())
    file = os.path.join(tempfile.mkdtemp(), "twin.weights.h5")
    model.save_weights(file)
    twin.load_weights(file)
    twin.compile(optimizer="adam", loss="mse")
    return twin
