# way: a conditional expression, padding="same" at the projection, BatchNormalization behind it, strides as a tuple
def residual_block(x, filters, strides=1):
    layers = keras.layers
    skip = (
        x
        if strides == 1 and x.shape[-1] == filters
        else layers.BatchNormalization()(
            layers.Conv2D(
                filters, 1, strides=(strides, strides), padding="same"
            )(x)
        )
    )
    path = layers.Conv2D(
        filters, 3, strides=(strides, strides), padding="same", activation="elu"
    )(x)
    path = layers.Conv2D(filters, 3, padding="same")(path)
    return layers.Add()([skip, path])
