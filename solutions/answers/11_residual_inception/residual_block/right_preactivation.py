# style: activations first, the projection takes the activated maps, sum by keras.ops
def residual_block(x, filters, strides=1):
    ready = keras.ops.relu(keras.layers.BatchNormalization()(x))
    same = strides == 1 and x.shape[-1] == filters
    around = x if same else keras.layers.Conv2D(filters, 1, strides=strides, use_bias=False)(ready)
    y = keras.layers.Conv2D(filters, 3, strides=strides, padding="same")(ready)
    y = keras.layers.Conv2D(filters, 3, padding="same")(keras.layers.ReLU()(y))
    return keras.ops.add(y, around)
