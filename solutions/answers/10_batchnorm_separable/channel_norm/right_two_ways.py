# style: an early return, variance before mean, the difference added
class ChannelNorm(keras.Layer):
    def __init__(self, momentum=0.9):
        super().__init__()
        self.momentum = momentum

    def build(self, input_shape):
        channels = input_shape[-1]
        self.moving = [
            self.add_weight(shape=(channels,), initializer=start, trainable=False)
            for start in ("ones", "zeros")
        ]
        self.scale = self.add_weight(shape=(channels,), initializer="ones", name="scale")
        self.shift = self.add_weight(shape=(channels,), initializer="zeros", name="shift")
        self.axes = tuple(range(len(input_shape) - 1))

    def normal(self, x, mean, variance):
        return (x - mean) * keras.ops.rsqrt(variance + 1e-3)

    def call(self, x, training=False):
        if not training:
            return self.shift + self.scale * self.normal(x, self.moving[1], self.moving[0])
        mean = keras.ops.mean(x, axis=self.axes)
        variance = keras.ops.var(x, axis=self.axes)
        for kept, new in zip(self.moving, (variance, mean)):
            kept.assign_add((1 - self.momentum) * (new - kept))
        return self.shift + self.scale * self.normal(x, mean, variance)
