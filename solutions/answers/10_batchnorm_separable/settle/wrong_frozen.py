# misconception: BatchNorm with frozen statistics: nothing moves, and the layers stay frozen
# loses: Every BatchNorm has the images' statistics; What training learns stays; No setting stays changed
# says: frozen ones
def settle(model, images):
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    for _ in range(50):
        model(images, training=True)
