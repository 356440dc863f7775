# style: a class of its own, built
class PatchNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.convolutions = [
            keras.layers.Conv2D(f, 3, strides=2, padding="same", use_bias=False) for f in (16, 24, 32)
        ]
        self.norms = [keras.layers.BatchNormalization() for _ in range(3)]
        self.pool = keras.layers.GlobalAveragePooling2D()
        self.ending = keras.layers.Dense(8, activation="softmax")

    def call(self, x, training=None):
        for convolution, norm in zip(self.convolutions, self.norms):
            x = keras.ops.relu(norm(convolution(x), training=training))
        return self.ending(self.pool(x))


patch_net = PatchNet()
patch_net.build((None, 16, 16, 3))
