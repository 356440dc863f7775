# mistake: the penalty is on the gated features, not on the gates; the message should say that the loss must not depend on the input
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gates")

    def call(self, x):
        out = x * self.gates
        self.add_loss(self.strength * keras.ops.sum(keras.ops.abs(out)))
        return out
