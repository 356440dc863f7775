# style: Add as a layer, BatchNormalization in the path, ReLU behind the sum, Keras's own names
def identity_block(inputs):
    filters = inputs.shape[-1]
    y = keras.layers.Conv2D(filters, (3, 3), padding="same", use_bias=False)(inputs)
    y = keras.layers.BatchNormalization()(y)
    y = keras.layers.Activation("relu")(y)
    y = keras.layers.Conv2D(filters, (3, 3), padding="same", use_bias=False)(y)
    y = keras.layers.BatchNormalization()(y)
    return keras.layers.ReLU()(keras.layers.Add()([y, inputs]))
