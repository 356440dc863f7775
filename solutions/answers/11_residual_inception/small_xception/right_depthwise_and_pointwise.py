# style: each separable convolution as two layers, the middle flow by keras.ops
def two_steps(x, filters):
    x = keras.layers.DepthwiseConv2D(3, padding="same", use_bias=False)(keras.layers.ReLU()(x))
    x = keras.layers.Conv2D(filters, 1, use_bias=False)(x)
    return keras.layers.BatchNormalization()(x)


image = keras.Input((32, 32, 3), name="image")
x = keras.layers.Conv2D(12, (3, 3), strides=(2, 2), padding="same", use_bias=False)(image)
x = keras.layers.BatchNormalization()(x)
for maps_out in (24, 48):
    path = keras.layers.MaxPooling2D(2)(two_steps(two_steps(x, maps_out), maps_out))
    x = path + keras.layers.Conv2D(maps_out, 1, strides=2)(x)
for _ in range(2):
    x = keras.ops.add(x, two_steps(two_steps(x, 48), 48))
means = keras.ops.mean(keras.ops.relu(x), axis=(1, 2))
small_xception = keras.Model(image, keras.layers.Softmax()(keras.layers.Dense(8)(means)))
