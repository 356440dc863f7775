# misconception: the loss of what comes out, not of the gates
# loses: Its loss is the price of the gates
# says: strength times the sum
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gates")

    def call(self, x):
        gated = x * self.gates
        self.add_loss(self.strength * keras.ops.sum(keras.ops.abs(gated)))
        return gated
