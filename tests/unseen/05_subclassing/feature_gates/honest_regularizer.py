# way: the loss comes from an L1 regularizer of the weight instead of add_loss; it shows up in `losses`, too
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, shape):
        self.gates = self.add_weight(
            shape=(shape[-1],),
            initializer=keras.initializers.Ones(),
            regularizer=keras.regularizers.L1(self.strength),
        )

    def call(self, inputs):
        return inputs * self.gates
