# misconception: squares for sizes
# loses: Its loss is the price of the gates
# says: squares are not absolute values
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gates")

    def call(self, x):
        self.add_loss(self.strength * keras.ops.sum(keras.ops.square(self.gates)))
        return x * self.gates
