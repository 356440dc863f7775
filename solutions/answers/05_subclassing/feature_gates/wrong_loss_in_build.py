# misconception: the loss is added in `build`, once
# loses: Its loss is the price of the gates
# says: what `build` adds is gone
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gates")
        self.add_loss(self.strength * keras.ops.sum(keras.ops.abs(self.gates)))

    def call(self, x):
        return x * self.gates
