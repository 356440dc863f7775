# style: layers written out, strides first, average pooling, another order
def inception_block(x, filters, strides=1):
    same = {"padding": "same", "activation": "relu"}
    pool = keras.layers.AveragePooling2D((3, 3), strides=strides, padding="same")(x)
    pool = keras.layers.Conv2D(filters, 1, **same)(pool)
    wide = keras.layers.Conv2D(filters, 1, strides=strides, **same)(x)
    wide = keras.layers.Conv2D(filters, 3, **same)(wide)
    wide = keras.layers.Conv2D(filters, 3, **same)(wide)
    middle = keras.layers.Conv2D(filters, 1, strides=strides, **same)(x)
    middle = keras.layers.Conv2D(filters, 3, **same)(middle)
    point = keras.layers.Conv2D(filters, 1, strides=strides, **same)(x)
    return keras.layers.concatenate([pool, wide, middle, point])
