# style: one list of all layers, training handed to those that take it
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False):
        super().__init__()
        self.steps = []
        for width in units:
            self.steps.append(keras.layers.Dense(width, activation="relu"))
            if normalize:
                self.steps.append(keras.layers.BatchNormalization())
            if rate > 0:
                self.steps.append(keras.layers.Dropout(rate))
        self.steps.append(keras.layers.Dense(1))

    def call(self, x, training=None):
        for step in self.steps:
            x = step(x) if isinstance(step, keras.layers.Dense) else step(x, training=training)
        return x
