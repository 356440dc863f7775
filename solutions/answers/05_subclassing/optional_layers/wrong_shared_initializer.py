# misconception: two layers sharing one initializer instance get identical weights
# loses: A hidden layer for each width, each of its own
# says: share one initializer
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False):
        super().__init__()
        start = keras.initializers.HeNormal()
        self.hidden = [
            keras.layers.Dense(width, activation="relu", kernel_initializer=start) for width in units
        ]
        self.norms = [keras.layers.BatchNormalization() for _ in units] if normalize else []
        self.dropout = keras.layers.Dropout(rate)
        self.output_layer = keras.layers.Dense(1)

    def call(self, x, training=None):
        for number, layer in enumerate(self.hidden):
            x = layer(x)
            if self.norms:
                x = self.norms[number](x, training=training)
            x = self.dropout(x, training=training)
        return self.output_layer(x)
