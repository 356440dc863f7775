# mistake: the mean instead of the sum of the absolute gates is added; the message should give the expected and the found number
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gates")

    def call(self, x):
        self.add_loss(self.strength * keras.ops.mean(keras.ops.abs(self.gates)))
        return x * self.gates
