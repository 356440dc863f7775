# misconception: in use, gamma and beta are left out
# loses: Four parameters a channel, two of them trained
# says: left out by `layer(x, training=False)`
class ChannelNorm(keras.layers.Layer):
    """Batch normalization of the last axis."""

    def __init__(self, momentum=0.99, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer="ones")
        self.beta = self.add_weight(shape=shape, initializer="zeros")
        self.moving_mean = self.add_weight(shape=shape, initializer="zeros", trainable=False)
        self.moving_variance = self.add_weight(shape=shape, initializer="ones", trainable=False)

    def call(self, inputs, training=None):
        if training:
            axes = list(range(len(inputs.shape) - 1))
            mean, variance = keras.ops.moments(inputs, axes)
            m = self.momentum
            self.moving_mean.assign(m * self.moving_mean + (1 - m) * mean)
            self.moving_variance.assign(m * self.moving_variance + (1 - m) * variance)
            normalized = (inputs - mean) / keras.ops.sqrt(variance + 0.001)
            return self.gamma * normalized + self.beta
        centered = inputs - self.moving_mean
        return centered / keras.ops.sqrt(self.moving_variance + 0.001)
