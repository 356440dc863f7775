# style: builds the layer and asks it
def separable_costs(height, width, channels, filters, size=3, strides=1):
    layer = keras.layers.SeparableConv2D(filters, size, strides=strides, padding="same")
    layer.build((None, height, width, channels))
    _, high, wide, _ = layer.compute_output_shape((None, height, width, channels))
    depth, point, _ = layer.get_weights()
    return layer.count_params(), high * wide * (depth.size + point.size)
