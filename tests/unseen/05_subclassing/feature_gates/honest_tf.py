# way: tf functions, a list as shape, a Constant initializer; the loss is added after the product
class FeatureGates(keras.layers.Layer):
    """One gate a feature."""

    def __init__(self, strength=0.01, **kwargs):
        super().__init__(**kwargs)
        self.price = strength

    def build(self, input_shape):
        n = input_shape[-1]
        self.g = self.add_weight(
            name="g", shape=[n], initializer=keras.initializers.Constant(1.0), trainable=True
        )
        super().build(input_shape)

    def call(self, x):
        g = tf.convert_to_tensor(self.g)
        result = tf.multiply(x, g)
        self.add_loss(self.price * tf.reduce_sum(tf.abs(g)))
        return result
