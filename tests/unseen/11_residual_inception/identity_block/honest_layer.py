# way: a layer subclass that makes its convolutions in build, and a function that calls it
class Identity(keras.layers.Layer):
    def build(self, shape):
        self.first = keras.layers.Conv2D(shape[-1], (3, 3), padding="same")
        self.second = keras.layers.Conv2D(shape[-1], (3, 3), padding="same")
        self.first.build(shape)
        self.second.build(shape)

    def call(self, x):
        return x + self.second(tf.nn.relu(self.first(x)))


def identity_block(x):
    return Identity()(x)
