# way: tf.nn functions and tf.reduce_*; no default in build names; the update is written as a step towards the batch
class ChannelNorm(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.m = momentum

    def build(self, input_shape):
        n = (input_shape[-1],)
        self.g = self.add_weight(shape=n, initializer=keras.initializers.Ones())
        self.b = self.add_weight(shape=n, initializer=keras.initializers.Zeros())
        self.mu = self.add_weight(shape=n, initializer="zeros", trainable=False)
        self.s2 = self.add_weight(shape=n, initializer="ones", trainable=False)

    def call(self, inputs, training=None):
        if training:
            mean, var = tf.nn.moments(inputs, axes=list(range(inputs.shape.rank - 1)))
            self.mu.assign_add((1 - self.m) * (mean - self.mu))
            self.s2.assign_add((1 - self.m) * (var - self.s2))
        else:
            mean, var = self.mu, self.s2
        return self.g * (inputs - mean) / tf.sqrt(var + 0.001) + self.b
