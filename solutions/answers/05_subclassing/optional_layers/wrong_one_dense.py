# misconception: the same layer object used where the same class was asked for
# loses: A hidden layer for each width, each of its own; Dropout of the given rate in training; BatchNormalization behind each hidden layer, when asked; At rest outside training
# says: one layer object
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalise=False):
        super().__init__()
        self.hidden = [keras.layers.Dense(units[0], activation="relu")] * len(units)
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
