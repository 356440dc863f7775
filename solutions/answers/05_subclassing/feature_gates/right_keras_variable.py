# style: a keras.Variable, TensorFlow's operations, norm for the sum of sizes
class FeatureGates(keras.layers.Layer):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength

    def build(self, input_shape):
        self.w = keras.Variable(np.ones(input_shape[-1], dtype="float32"), trainable=True)

    def call(self, x, training=None):
        self.add_loss(tf.norm(self.w, ord=1) * self.strength)
        return tf.multiply(x, self.w)
