# style: Keras's own default momentum, the update as a step towards the new value, three methods
class ChannelNorm(keras.Layer):
    """Batch normalization of the last axis, which can also be saved."""

    EPSILON = 1e-3

    def __init__(self, *, momentum=0.99, **kwargs):
        super().__init__(**kwargs)
        self.momentum = float(momentum)

    def build(self, input_shape):
        def one_per_channel(name, start, trainable):
            return self.add_weight(
                name=name,
                shape=(input_shape[-1],),
                initializer=keras.initializers.Constant(start),
                trainable=trainable,
            )

        self.gamma = one_per_channel("gamma", 1.0, trainable=True)
        self.beta = one_per_channel("beta", 0.0, trainable=True)
        self.moving_mean = one_per_channel("moving_mean", 0.0, trainable=False)
        self.moving_variance = one_per_channel("moving_variance", 1.0, trainable=False)

    def _take_in(self, statistic, new_value):
        statistic.assign(statistic + (1.0 - self.momentum) * (new_value - statistic))

    def _normalize(self, x, mean, variance):
        scale = self.gamma * keras.ops.rsqrt(variance + self.EPSILON)
        return (x - mean) * scale + self.beta

    def call(self, x, training=False):
        if not training:
            return self._normalize(x, self.moving_mean, self.moving_variance)
        all_but_channels = tuple(range(len(x.shape) - 1))
        mean = keras.ops.mean(x, axis=all_but_channels)
        variance = keras.ops.var(x, axis=all_but_channels)
        self._take_in(self.moving_mean, mean)
        self._take_in(self.moving_variance, variance)
        return self._normalize(x, mean, variance)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum}
