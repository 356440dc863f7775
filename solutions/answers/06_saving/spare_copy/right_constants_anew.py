# style: weights copied, then the constants of scales made anew
def spare_copy(model):
    copy = keras.models.model_from_json(model.to_json())
    copy.set_weights(model.get_weights())
    for layer in copy.layers:
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()
    return copy
