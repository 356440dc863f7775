# misconception: `training` is True when nobody says otherwise
# loses: At rest outside training
# says: or its default is
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalise=False):
        super().__init__()
        self.hidden = [keras.layers.Dense(width, activation="relu") for width in units]
        self.scales = [keras.layers.BatchNormalization() for _ in units] if normalise else []
        self.dropout = keras.layers.Dropout(rate)
        self.ending = keras.layers.Dense(1)

    def call(self, x, training=True):
        for number, layer in enumerate(self.hidden):
            x = layer(x)
            if self.scales:
                x = self.scales[number](x, training=training)
            x = self.dropout(x, training=training)
        return self.ending(x)
