# way: windows in a table and a loop; ReLU as a layer behind convolutions with BatchNormalization, own helper
def inception_block(x, filters, strides=1):
    def step(y, size, s=1):
        y = keras.layers.Conv2D(filters, size, s, "same", use_bias=False)(y)
        y = keras.layers.BatchNormalization()(y)
        return keras.layers.ReLU()(y)

    outs = []
    for windows in [(1,), (1, 3), (1, 3, 3)]:
        y = x
        for size in windows[:-1]:
            y = step(y, size)
        outs.append(step(y, windows[-1], strides))
    pooled = keras.layers.MaxPool2D((3, 3), strides=strides, padding="same")(x)
    outs.append(step(pooled, 1))
    return keras.layers.concatenate(outs)
