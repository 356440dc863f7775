# misconception: `call` takes no `training`, so `fit` cannot tell it
# loses: Dropout of the given rate in training; BatchNormalization behind each hidden layer, when asked
# says: in its signature
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalise=False):
        super().__init__()
        self.hidden = [keras.layers.Dense(width, activation="relu") for width in units]
        self.scales = [keras.layers.BatchNormalization() for _ in units] if normalise else []
        self.dropout = keras.layers.Dropout(rate)
        self.ending = keras.layers.Dense(1)

    def call(self, x):
        for number, layer in enumerate(self.hidden):
            x = layer(x)
            if self.scales:
                x = self.scales[number](x)
            x = self.dropout(x)
        return self.ending(x)
