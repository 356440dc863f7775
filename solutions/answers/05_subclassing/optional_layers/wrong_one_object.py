# misconception: the same layer object used for every BatchNormalization
# loses: BatchNormalization behind each hidden layer, when asked
# says: one batchnormalization object serves two
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalise=False):
        super().__init__()
        self.hidden = [keras.layers.Dense(width, activation="relu") for width in units]
        self.scales = [keras.layers.BatchNormalization()] * len(units) if normalise else []
        self.dropout = keras.layers.Dropout(rate)
        self.ending = keras.layers.Dense(1)

    def call(self, x, training=None):
        for number, layer in enumerate(self.hidden):
            x = layer(x)
            if self.scales:
                x = self.scales[number](x, training=training)
            x = self.dropout(x, training=training)
        return self.ending(x)
