# way: momentum 0 and trainable True for one call, in try/finally, with a recursive helper for nested models
def all_norms(model):
    found = []
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            found.append(layer)
        elif isinstance(layer, keras.Model):
            found += all_norms(layer)
    return found


def settle(model, images):
    norms = all_norms(model)
    before = [(n.momentum, n.trainable) for n in norms]
    try:
        for n in norms:
            n.momentum, n.trainable = 0.0, True
        model(images, training=True)
    finally:
        for n, (momentum, trainable) in zip(norms, before):
            n.momentum, n.trainable = momentum, trainable
