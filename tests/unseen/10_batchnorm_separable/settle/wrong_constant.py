# mistake: the momentum is put back to 0.99 for all layers, whatever it was; the message should say which momentum the layer had and has now
def settle(model, images):
    norms = [
        layer
        for layer in model.layers
        if isinstance(layer, keras.layers.BatchNormalization)
    ]
    frozen = [norm for norm in norms if not norm.trainable]
    for norm in norms:
        norm.momentum = 0.0
        norm.trainable = True
    model(images, training=True)
    for norm in norms:
        norm.momentum = 0.99
        norm.trainable = norm not in frozen
