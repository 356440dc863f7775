# mistake: the first convolution is an ordinary one, as "many networks leave it"; the message should say that all six are separable here
lean_six = keras.Sequential([keras.Input(shape=(64, 64, 3))])
first = True
for filters in (32, 64, 128):
    if filters > 32:
        lean_six.add(keras.layers.MaxPooling2D(pool_size=2))
    for _ in range(2):
        kind = keras.layers.Conv2D if first else keras.layers.SeparableConv2D
        first = False
        lean_six.add(kind(filters, 3, padding="same", use_bias=False))
        lean_six.add(keras.layers.BatchNormalization())
        lean_six.add(keras.layers.ReLU())
lean_six.add(keras.layers.GlobalAveragePooling2D())
lean_six.add(keras.layers.Dense(10, activation="softmax"))
