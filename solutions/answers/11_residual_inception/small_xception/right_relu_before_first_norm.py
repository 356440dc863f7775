# style: common names, and the entry's ReLU as a layer between convolution and normalization
inputs = keras.Input(shape=(32, 32, 3))
layers = keras.layers
x = layers.Conv2D(12, 3, strides=2, padding="same")(inputs)
x = layers.BatchNormalization()(layers.ReLU()(x))
for filters in [24, 48]:
    x = down(x, filters)
for _ in range(2):
    hidden = separable(separable(x, 48), 48)
    x = layers.Add()([hidden, x])
outputs = layers.Dense(8, activation="softmax")(layers.GlobalAveragePooling2D()(layers.ReLU()(x)))
model = keras.Model(inputs, outputs)
small_xception = model
