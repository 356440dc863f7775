# style: functional, under common names that stay behind in the notebook
inputs = keras.Input(shape=(16, 16, 3), name="patches")
x = inputs
layers = []
for filters in [16, 24, 32]:
    layer = keras.layers.Conv2D(filters, (3, 3), strides=(2, 2), padding="same", use_bias=False)
    layers.append(layer)
    x = layer(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Activation("relu")(x)
x = keras.layers.GlobalAveragePooling2D()(x)
outputs = keras.layers.Dense(8, activation="softmax")(x)
model = keras.Model(inputs, outputs)
patch_net = model
hidden, history, names, y = x, None, layers, None
