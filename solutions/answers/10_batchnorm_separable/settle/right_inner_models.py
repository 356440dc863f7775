# style: one layer after the other, with what a model up to it says
def settle(model, images):
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            seen = keras.Model(model.inputs, layer.input).predict(images, verbose=0)
            axes = tuple(range(seen.ndim - 1))
            layer.moving_mean.assign(seen.mean(axis=axes))
            layer.moving_variance.assign(seen.var(axis=axes))
