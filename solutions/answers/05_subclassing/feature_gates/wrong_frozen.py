# misconception: a weight that is not trainable
# loses: One trainable weight for each feature
# says: never changes in training
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.gates = self.add_weight(
            shape=(input_shape[-1],), initializer="ones", trainable=False, name="gates"
        )

    def call(self, x):
        self.add_loss(self.strength * keras.ops.sum(keras.ops.abs(self.gates)))
        return x * self.gates
