# way: tf.nn functions as activations, units found by a search loop, Input with batch_shape
units = 1
while 785 * units + 10 * units + 10 != 47_710:
    units += 1
layers = [
    keras.Input(batch_shape=(None, 28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(units, activation=tf.nn.relu, name="hidden"),
    keras.layers.Dense(10, activation=tf.nn.softmax),
]
small_model = keras.Sequential(layers, name="wardrobe")
