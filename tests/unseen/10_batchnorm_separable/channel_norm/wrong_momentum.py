# mistake: momentum and 1 - momentum are swapped; the message should say that the old value keeps the share momentum
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
        if training:
            mean, var = keras.ops.moments(x, list(range(len(x.shape) - 1)))
            m = self.momentum
            self.moving_mean.assign((1 - m) * self.moving_mean + m * mean)
            self.moving_variance.assign((1 - m) * self.moving_variance + m * var)
        else:
            mean, var = self.moving_mean, self.moving_variance
        return self.gamma * (x - mean) / keras.ops.sqrt(var + 0.001) + self.beta
