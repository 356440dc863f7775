# misconception: training is true unless somebody says otherwise
# loses: In use, by the moving statistics
# says: A plain call, without `training`
class ChannelNorm(keras.layers.Layer):
    def __init__(self, momentum=0.9):
        super().__init__()
        self.momentum = momentum

    def build(self, shape):
        n = shape[-1]
        self.gamma = self.add_weight(shape=(n,), initializer="ones")
        self.beta = self.add_weight(shape=(n,), initializer="zeros")
        self.moving_mean = self.add_weight(shape=(n,), initializer="zeros", trainable=False)
        self.moving_variance = self.add_weight(shape=(n,), initializer="ones", trainable=False)

    def call(self, x, training=True):
        if training:
            mean, var = keras.ops.moments(x, list(range(len(x.shape) - 1)))
            m = self.momentum
            self.moving_mean.assign(m * self.moving_mean + (1 - m) * mean)
            self.moving_variance.assign(m * self.moving_variance + (1 - m) * var)
        else:
            mean, var = self.moving_mean, self.moving_variance
        return self.gamma * (x - mean) / keras.ops.sqrt(var + 0.001) + self.beta
