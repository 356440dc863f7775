# style: the gates in a row of shape (1, features)
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(shape=(1, input_shape[-1]), initializer="ones")

    def call(self, x):
        self.add_loss(keras.ops.sum(self.strength * keras.ops.abs(self.gates)))
        return self.gates * x
