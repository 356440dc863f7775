# misconception: the same layer object used where the same class was asked for
# loses: A hidden layer for each width, each of its own; Dropout of the given rate in training; BatchNormalization behind each hidden layer, when asked; In use, outside training, as asked
# says: one layer object
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False):
        super().__init__()
        self.hidden = [keras.layers.Dense(units[0], activation="relu")] * len(units)
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
