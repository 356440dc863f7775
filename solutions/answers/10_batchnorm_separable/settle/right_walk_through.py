# style: momentum 0 for one call, put back in any case
def settle(model, images):
    norms = {}
    for layer in model.layers:
        if type(layer).__name__ == "BatchNormalization":
            norms[layer] = layer.momentum
            layer.momentum = 0
    try:
        model(keras.ops.convert_to_tensor(images), training=True)
    finally:
        for layer, momentum in norms.items():
            layer.momentum = momentum
    return model
