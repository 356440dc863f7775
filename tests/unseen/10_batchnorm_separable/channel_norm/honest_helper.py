# way: a helper method for both modes, keras.ops.rsqrt, weights with names, get_config, training=False as the default
class ChannelNorm(keras.layers.Layer):
    """Own batch normalization."""

    def __init__(self, momentum=0.9, epsilon=0.001, **kwargs):
        super().__init__(**kwargs)
        self.momentum, self.epsilon = momentum, epsilon

    def build(self, shape):
        def weight(name, start, learn):
            return self.add_weight(
                name=name, shape=(shape[-1],), initializer=start, trainable=learn
            )

        self.gamma = weight("gamma", "ones", True)
        self.beta = weight("beta", "zeros", True)
        self.moving_mean = weight("moving_mean", "zeros", False)
        self.moving_variance = weight("moving_variance", "ones", False)

    def _scale(self, x, mean, variance):
        factor = self.gamma * keras.ops.rsqrt(variance + self.epsilon)
        return x * factor + (self.beta - mean * factor)

    def call(self, x, training=False):
        if not training:
            return self._scale(x, self.moving_mean, self.moving_variance)
        axes = tuple(range(len(x.shape) - 1))
        mean = keras.ops.mean(x, axis=axes)
        variance = keras.ops.var(x, axis=axes)
        keep = self.momentum
        self.moving_mean.assign(keep * self.moving_mean + (1 - keep) * mean)
        self.moving_variance.assign(
            keep * self.moving_variance + (1 - keep) * variance
        )
        return self._scale(x, mean, variance)

    def get_config(self):
        return {
            **super().get_config(),
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }
