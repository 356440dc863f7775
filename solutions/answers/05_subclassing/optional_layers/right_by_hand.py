# style: dropout by hand, with a plain `if`, and a block class of one's own
class Block(keras.layers.Layer):
    def __init__(self, width, rate, normalize):
        super().__init__()
        self.dense = keras.layers.Dense(width, activation="relu")
        self.scale = keras.layers.BatchNormalization() if normalize else None
        self.rate = rate

    def call(self, x, training=False):
        x = self.dense(x)
        if self.scale is not None:
            x = self.scale(x, training=training)
        if training and self.rate > 0:
            x = keras.random.dropout(x, self.rate)
        return x


class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False):
        super().__init__()
        self.blocks = [Block(width, rate, normalize) for width in units]
        self.last = keras.layers.Dense(1)

    def call(self, x, training=False):
        for block in self.blocks:
            x = block(x, training=training)
        return self.last(x)
