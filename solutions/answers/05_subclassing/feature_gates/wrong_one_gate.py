# misconception: one gate for all features
# loses: One trainable weight for each feature; Each feature times its gate, at first 1; Its loss is the price of the gates
# says: one number
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(shape=(1,), initializer="ones", name="gates")

    def call(self, x):
        self.add_loss(self.strength * keras.ops.sum(keras.ops.abs(self.gates)))
        return x * self.gates
