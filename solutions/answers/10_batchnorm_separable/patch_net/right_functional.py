# style: functional, with operations for ReLU and means, axis by its number
entry = keras.Input(shape=(16, 16, 3), name="photo")
x = entry
for filters in (16, 24, 32):
    x = keras.layers.Conv2D(filters, (3, 3), strides=(2, 2), padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization(axis=3)(x)
    x = keras.ops.relu(x)
x = keras.ops.mean(x, axis=(1, 2))
patch_net = keras.Model(entry, keras.layers.Softmax()(keras.layers.Dense(8)(x)))
