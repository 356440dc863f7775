# style: TensorFlow's functions as activations, the softmax as an argument
patch_net = keras.Sequential([keras.Input((16, 16, 3))])
for filters in (16, 24, 32):
    patch_net.add(keras.layers.Conv2D(filters, 3, strides=2, padding="same", use_bias=False))
    patch_net.add(keras.layers.BatchNormalization(momentum=0.9))
    patch_net.add(keras.layers.Activation(tf.nn.relu))
patch_net.add(keras.layers.GlobalAveragePooling2D())
patch_net.add(keras.layers.Dense(8, activation=tf.nn.softmax))
