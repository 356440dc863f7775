# style: TensorFlow's moments and batch_normalization
class ChannelNorm(keras.layers.Layer):
    def __init__(self, momentum=0.9, epsilon=0.001, **kwargs):
        super().__init__(**kwargs)
        self.momentum, self.epsilon = momentum, epsilon

    def build(self, shape):
        self.mean = self.add_weight(name="mean", shape=shape[-1:], initializer="zeros", trainable=False)
        self.var = self.add_weight(name="var", shape=shape[-1:], initializer="ones", trainable=False)
        self.gamma = self.add_weight(name="gamma", shape=shape[-1:], initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape[-1:], initializer="zeros")

    def call(self, inputs, training=None):
        if training:
            mean, var = tf.nn.moments(inputs, axes=list(range(inputs.shape.rank - 1)))
            self.mean.assign(self.mean * self.momentum + mean * (1.0 - self.momentum))
            self.var.assign(self.var * self.momentum + var * (1.0 - self.momentum))
        else:
            mean, var = self.mean, self.var
        return tf.nn.batch_normalization(inputs, mean, var, self.beta, self.gamma, self.epsilon)
