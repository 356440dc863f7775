# way: one flat list of layers made in __init__ with the conditions there; `training` is passed only to the layers that take it
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False, **kwargs):
        super().__init__(**kwargs)
        self.stack = []
        for n in units:
            self.stack.append(keras.layers.Dense(n, activation="relu"))
            if normalize:
                self.stack.append(keras.layers.BatchNormalization())
            if rate > 0:
                self.stack.append(keras.layers.Dropout(rate))
        self.stack.append(keras.layers.Dense(1))

    def call(self, x, training=None):
        for layer in self.stack:
            if isinstance(layer, keras.layers.Dense):
                x = layer(x)
            else:
                x = layer(x, training=training)
        return x
