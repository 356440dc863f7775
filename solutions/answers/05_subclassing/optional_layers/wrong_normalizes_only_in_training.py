# misconception: BatchNormalization left out of use, as Dropout is
# loses: In use, outside training, as asked
# says: left out when `training` is false
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
            if self.norms and training:
                x = self.norms[number](x, training=training)
            x = self.dropout(x, training=training)
        return self.output_layer(x)

    def build(self, input_shape):
        for number, layer in enumerate(self.hidden):
            layer.build(input_shape)
            input_shape = (None, layer.units)
            if self.norms:
                self.norms[number].build(input_shape)
        self.output_layer.build(input_shape)
