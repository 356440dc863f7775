# style: small Sequential blocks in a functional model, with a Dropout
def block(filters):
    return keras.Sequential(
        [
            keras.layers.Conv2D(filters, kernel_size=3, strides=2, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.Activation("relu"),
        ]
    )


inputs = keras.Input((16, 16, 3))
maps = block(32)(block(24)(block(16)(inputs)))
means = keras.layers.GlobalAveragePooling2D()(maps)
patch_net = keras.Model(inputs, keras.layers.Dense(8, activation="softmax")(keras.layers.Dropout(0.2)(means)))
