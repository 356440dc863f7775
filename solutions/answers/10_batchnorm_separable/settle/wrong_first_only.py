# misconception: only the first BatchNorm of the model is settled
# loses: Every BatchNorm has the images' statistics
# says: share of the old value
def settle(model, images):
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            momentum, layer.momentum = layer.momentum, 0.0
            model(images, training=True)
            layer.momentum = momentum
            break
