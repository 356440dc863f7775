# way: no momentum at all: a probe in front of each BatchNorm, in order, and the statistics assigned by hand; returns the model
def settle(model, images):
    for layer in model.layers:
        if not isinstance(layer, keras.layers.BatchNormalization):
            continue
        probe = keras.Model(model.inputs, layer.input)
        # the norms before this one are settled already
        values = np.asarray(probe(images, training=False))
        axis = layer.axis % values.ndim
        others = tuple(a for a in range(values.ndim) if a != axis)
        layer.moving_mean.assign(values.mean(axis=others))
        layer.moving_variance.assign(values.var(axis=others))
    return model
