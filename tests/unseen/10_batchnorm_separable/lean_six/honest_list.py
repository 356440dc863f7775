# way: a list of layers for Sequential, ReLU inside the convolution with its bias, BatchNorm behind
stack = [keras.Input((64, 64, 3))]
for number, filters in enumerate([32, 32, 64, 64, 128, 128]):
    if number in (2, 4):
        stack.append(keras.layers.MaxPool2D(2))
    stack += [
        keras.layers.SeparableConv2D(
            filters, (3, 3), padding="same", activation="relu"
        ),
        keras.layers.BatchNormalization(),
    ]
stack += [
    keras.layers.GlobalAveragePooling2D(),
    keras.layers.Dense(10, activation="softmax"),
]
lean_six = keras.Sequential(stack, name="lean_six")
lean_six.summary()
