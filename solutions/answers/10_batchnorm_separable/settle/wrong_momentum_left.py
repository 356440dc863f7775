# misconception: the momentum is left at 0
# loses: No setting stays changed
# says: put the old one back
def settle(model, images):
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0
    model(images, training=True)
