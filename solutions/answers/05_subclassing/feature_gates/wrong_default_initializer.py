# misconception: gates that start at random
# loses: Each feature times its gate, at first 1; Its loss is the price of the gates
# says: start at 1
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(shape=(input_shape[-1],), name="gates")

    def call(self, x):
        self.add_loss(self.strength * keras.ops.sum(keras.ops.abs(self.gates)))
        return x * self.gates
