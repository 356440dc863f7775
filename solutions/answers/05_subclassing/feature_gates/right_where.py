# style: sizes by where
class FeatureGates(keras.Layer):
    def __init__(self, strength, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, shape):
        self.gate = self.add_weight(shape=(shape[-1],), initializer="ones")
        super().build(shape)

    def call(self, x):
        sizes = keras.ops.where(self.gate < 0, -self.gate, self.gate)
        for size in keras.ops.unstack(sizes, num=x.shape[-1]):
            self.add_loss(self.strength * size)
        return x * self.gate
