# style: TensorFlow's functions as activations, with the lesson's two functions
inputs = keras.Input((32, 32, 3), name="patch")
x = keras.layers.Conv2D(12, 3, strides=2, padding="same", use_bias=False)(inputs)
x = keras.layers.BatchNormalization(momentum=0.9)(x)
x = keras.layers.Activation(tf.nn.relu)(x)
x = down(down(x, 24), 48)
for number in range(2):
    before = x
    x = separable(x, 48)
    x = separable(x, 48)
    x = keras.layers.add([before, x])
x = keras.layers.Activation(tf.nn.relu)(x)
x = keras.layers.GlobalAveragePooling2D()(x)
outputs = keras.layers.Dense(8, activation=tf.nn.softmax)(x)
model = keras.Model(inputs, outputs)
small_xception = model
