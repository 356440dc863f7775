# way: down and separable in loops, the sum by keras.layers.Add, the batch normalization of default momentum
photo = keras.Input((32, 32, 3), name="photo")
x = keras.layers.Conv2D(12, 3, strides=2, padding="same", use_bias=False)(photo)
x = keras.layers.BatchNormalization()(x)
for maps in (24, 48):
    x = down(x, maps)
for _ in range(2):
    before = x
    for _ in range(2):
        x = separable(x, 48)
    x = keras.layers.Add()([before, x])
x = keras.layers.Activation("relu")(x)
x = keras.layers.GlobalAveragePooling2D()(x)
x = keras.layers.Dense(8, activation=keras.activations.softmax)(x)
small_xception = keras.Model(inputs=photo, outputs=x, name="small_xception")
