# misconception: two switches taken for alternatives
# loses: Dropout of the given rate in training
# says: independent of each other
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
            else:
                x = self.dropout(x, training=training)
        return self.output_layer(x)
