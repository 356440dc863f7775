# style: `training` stands in the signature, and Keras hands it on by itself; BatchNormalization before the ReLU
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False, **options):
        super().__init__(**options)
        self.rate, self.normalize = rate, normalize
        self.hidden = [keras.layers.Dense(width) for width in units]
        self.norms = [keras.layers.BatchNormalization() for _ in units]
        self.drops = [keras.layers.Dropout(rate) for _ in units]
        self.last = keras.layers.Dense(1)

    def call(self, x, training=None):
        for layer, scale, drop in zip(self.hidden, self.norms, self.drops):
            x = layer(x)
            if self.normalize:
                x = scale(x)
            x = keras.ops.relu(x)
            if self.rate:
                x = drop(x)
        return self.last(x)
