# way: a subclass of keras.Model that passes training on; BatchNorm first, the ReLU as Activation
class PatchNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.convs = [
            keras.layers.Conv2D(f, 3, strides=2, padding="same", use_bias=False)
            for f in (16, 24, 32)
        ]
        self.norms = [keras.layers.BatchNormalization() for _ in range(3)]
        self.relus = [keras.layers.Activation("relu") for _ in range(3)]
        self.mean = keras.layers.GlobalAveragePooling2D()
        self.head = keras.layers.Dense(8, activation="softmax")

    def call(self, x, training=None):
        for conv, norm, relu in zip(self.convs, self.norms, self.relus):
            x = relu(norm(conv(x), training=training))
        return self.head(self.mean(x))


patch_net = PatchNet()
patch_net.build((None, 16, 16, 3))
