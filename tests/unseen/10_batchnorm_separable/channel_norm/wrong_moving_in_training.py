# mistake: in training it normalizes by the updated moving statistics; the message should say that training=True normalizes by the batch's own mean and variance
class ChannelNorm(keras.layers.Layer):
    def __init__(self, momentum=0.9):
        super().__init__()
        self.momentum = momentum

    def build(self, shape):
        n = shape[-1]
        self.gamma = self.add_weight(shape=(n,), initializer="ones")
        self.beta = self.add_weight(shape=(n,), initializer="zeros")
        self.moving_mean = self.add_weight(
            shape=(n,), initializer="zeros", trainable=False
        )
        self.moving_variance = self.add_weight(
            shape=(n,), initializer="ones", trainable=False
        )

    def call(self, x, training=None):
        m = self.momentum
        if training:
            mean, var = keras.ops.moments(x, list(range(len(x.shape) - 1)))
            self.moving_mean.assign(m * self.moving_mean + (1 - m) * mean)
            self.moving_variance.assign(m * self.moving_variance + (1 - m) * var)
        scaled = (x - self.moving_mean) / keras.ops.sqrt(
            self.moving_variance + 0.001
        )
        return self.gamma * scaled + self.beta
