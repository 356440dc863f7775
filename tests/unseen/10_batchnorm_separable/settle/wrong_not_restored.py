# mistake: the momentum stays 0; the message should say that settings have to be put back
def settle(model, images):
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0
    model(images, training=True)
