# misconception: two layers sharing one initialiser instance get identical weights
# loses: A hidden layer for each width, each of its own
# says: share one initialiser
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalise=False):
        super().__init__()
        start = keras.initializers.HeNormal()
        self.hidden = [
            keras.layers.Dense(width, activation="relu", kernel_initializer=start) for width in units
        ]
        self.scales = [keras.layers.BatchNormalization() for _ in units] if normalise else []
        self.dropout = keras.layers.Dropout(rate)
        self.ending = keras.layers.Dense(1)

    def call(self, x, training=None):
        for number, layer in enumerate(self.hidden):
            x = layer(x)
            if self.scales:
                x = self.scales[number](x, training=training)
            x = self.dropout(x, training=training)
        return self.ending(x)
