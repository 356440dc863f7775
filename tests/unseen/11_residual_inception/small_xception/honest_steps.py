# way: depthwise and pointwise layers written out, own units as functions, nothing of the lesson's helpers
L = keras.layers


def half(y, maps):
    y = L.ReLU()(y)
    y = L.DepthwiseConv2D(3, padding="same", use_bias=False)(y)
    y = L.Conv2D(maps, 1, use_bias=False)(y)
    return L.BatchNormalization()(y)


def unit_down(y, maps):
    main = L.MaxPooling2D(3, 2, "same")(half(half(y, maps), maps))
    side = L.BatchNormalization()(L.Conv2D(maps, 1, strides=2)(y))
    return main + side


def middle(y):
    return half(half(y, y.shape[-1]), y.shape[-1]) + y


start = keras.Input(shape=(32, 32, 3))
flow = L.BatchNormalization()(L.Conv2D(12, 3, strides=2, padding="same")(start))
flow = middle(middle(unit_down(unit_down(flow, 24), 48)))
flow = L.GlobalAveragePooling2D()(keras.ops.relu(flow))
small_xception = keras.Model(start, L.Dense(8, "softmax")(flow))
print(small_xception.count_params(), "parameters")
