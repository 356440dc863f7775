# misconception: `call` ignores `training`, so Dropout never switched off
# loses: In use, outside training, as asked
# says: never switched off
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False):
        super().__init__()
        self.hidden = [keras.layers.Dense(width, activation="relu") for width in units]
        self.norms = [keras.layers.BatchNormalization() for _ in units] if normalize else []
        self.dropout = keras.layers.Dropout(rate)
        self.output_layer = keras.layers.Dense(1)

    def call(self, x, training=None):
        for number, layer in enumerate(self.hidden):
            x = layer(x)
            if self.norms:
                x = self.norms[number](x, training=training)
            x = self.dropout(x, training=True)
        return self.output_layer(x)
