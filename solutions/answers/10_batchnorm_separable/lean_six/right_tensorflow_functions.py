# style: TensorFlow's functions as activations; functional, model under a common name first
inputs = keras.Input(shape=(64, 64, 3))
x = inputs
for pair, filters in enumerate([32, 64, 128]):
    if pair:
        x = keras.layers.MaxPooling2D(2)(x)
    for _ in range(2):
        x = keras.layers.SeparableConv2D(filters, (3, 3), padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.Activation(tf.nn.relu)(x)
x = keras.layers.GlobalAveragePooling2D()(x)
outputs = keras.layers.Dense(10, activation=tf.nn.softmax)(x)
model = keras.Model(inputs, outputs)
lean_six = model
