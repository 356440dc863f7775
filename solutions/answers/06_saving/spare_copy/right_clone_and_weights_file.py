# style: a clone, and the weights through a weights file
def spare_copy(model):
    copy = keras.models.clone_model(model)
    with tempfile.TemporaryDirectory() as place:
        model.save_weights(f"{place}/copy.weights.h5")
        copy.load_weights(f"{place}/copy.weights.h5")
    return copy
