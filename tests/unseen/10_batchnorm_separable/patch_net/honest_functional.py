# way: functional, ReLU before BatchNorm inside the convolution, biases kept since they are of use; GAP with another spelling
inputs = keras.Input((16, 16, 3))
x = inputs
for filters in [16, 24, 32]:
    x = keras.layers.Conv2D(filters, (3, 3), (2, 2), "same", activation=tf.nn.relu)(x)
    x = keras.layers.BatchNormalization(momentum=0.9)(x)
x = keras.layers.GlobalAvgPool2D()(x)
patch_net = keras.Model(inputs, keras.layers.Dense(8, "softmax")(x))
print(patch_net.count_params())
