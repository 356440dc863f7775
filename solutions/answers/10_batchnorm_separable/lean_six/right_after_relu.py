# style: BatchNorm behind the ReLU, biases kept, softmax as a layer
model = keras.Sequential()
model.add(keras.Input(shape=(64, 64, 3)))
for filters in (32, 64, 128):
    for _ in range(2):
        model.add(keras.layers.SeparableConv2D(filters, (3, 3), padding="same", activation="relu"))
        model.add(keras.layers.BatchNormalization())
    if filters < 128:
        model.add(keras.layers.MaxPooling2D((2, 2)))
model.add(keras.layers.GlobalAveragePooling2D())
model.add(keras.layers.Dense(10))
model.add(keras.layers.Softmax())
lean_six = model
