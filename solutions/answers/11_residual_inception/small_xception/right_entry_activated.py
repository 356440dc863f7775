# style: lesson's helpers, ReLU also behind the first normalization
inputs = keras.Input((32, 32, 3))
x = keras.layers.ReLU()(
    keras.layers.BatchNormalization()(
        keras.layers.Conv2D(12, 3, strides=2, padding="same", use_bias=False)(inputs)
    )
)
x = down(down(x, 24), 48)
first = keras.layers.add([x, separable(separable(x, 48), 48)])
second = keras.layers.add([first, separable(separable(first, 48), 48)])
pooled = keras.layers.GlobalAveragePooling2D()(keras.layers.Activation("relu")(second))
small_xception = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(pooled))
