# misconception: a tf.Variable on a Layer is not a trainable weight
# loses: One trainable weight for each feature
# says: does not track
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.gates = tf.Variable(tf.ones(input_shape[-1]))

    def call(self, x):
        self.add_loss(self.strength * keras.ops.sum(keras.ops.abs(self.gates)))
        return x * self.gates
