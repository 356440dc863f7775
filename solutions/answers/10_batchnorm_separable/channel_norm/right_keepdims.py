# style: weights of shape (1, …, 1, channels), means with keepdims
class ChannelNorm(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        shape = (1,) * (len(input_shape) - 1) + (input_shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")
        self.mean = self.add_weight(name="mean", shape=shape, initializer="zeros", trainable=False)
        self.var = self.add_weight(name="var", shape=shape, initializer="ones", trainable=False)

    def call(self, x, training=None):
        if training:
            axes = list(range(len(x.shape) - 1))
            mean = keras.ops.mean(x, axis=axes, keepdims=True)
            var = keras.ops.var(x, axis=axes, keepdims=True)
            self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * mean)
            self.var.assign(self.momentum * self.var + (1 - self.momentum) * var)
        else:
            mean, var = self.mean, self.var
        return self.gamma * (x - mean) / keras.ops.sqrt(var + 0.001) + self.beta
