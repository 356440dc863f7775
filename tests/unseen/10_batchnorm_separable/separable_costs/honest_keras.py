# way: asks Keras for the parameters and the shape, then works out the multiply-adds from them
def separable_costs(height, width, channels, filters, size=3, strides=1):
    layer = keras.layers.SeparableConv2D(filters, size, strides, padding="same")
    shape = (1, height, width, channels)
    layer.build(shape)
    _, h, w, _ = layer.compute_output_shape(shape)
    return layer.count_params(), h * w * (layer.count_params() - filters)
