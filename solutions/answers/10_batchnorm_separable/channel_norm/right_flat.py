# style: maps reshaped to a table, one factor and one shift at the end
class ChannelNorm(keras.layers.Layer):
    def __init__(self, momentum=0.9):
        super().__init__()
        self.momentum = momentum

    def build(self, input_shape):
        self.channels = input_shape[-1]
        self.gamma = self.add_weight(shape=(self.channels,), initializer="ones")
        self.beta = self.add_weight(shape=(self.channels,), initializer="zeros")
        self.moving = self.add_weight(shape=(self.channels,), initializer="zeros", trainable=False)
        self.moving_square = self.add_weight(shape=(self.channels,), initializer="ones", trainable=False)

    def call(self, x, training=None):
        m, v = self.moving, self.moving_square
        if training:
            flat = keras.ops.reshape(x, (-1, self.channels))
            m = keras.ops.mean(flat, axis=0)
            v = keras.ops.mean(keras.ops.square(flat - m), axis=0)
            keep = self.momentum
            self.moving.assign(keep * self.moving + (1 - keep) * m)
            self.moving_square.assign(keep * self.moving_square + (1 - keep) * v)
        factor = self.gamma / keras.ops.sqrt(v + 0.001)
        return x * factor + (self.beta - m * factor)
