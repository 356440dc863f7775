# style: a class of models, with a projection of the colors as the skip connection
class Freed(keras.Model):
    def __init__(self):
        super().__init__()
        self.old = [keras.layers.Dense(units, "relu") for units in (32, 2, 32)]
        self.skip = keras.layers.Dense(32)
        self.head = keras.layers.Dense(8, "softmax")

    def call(self, x):
        skip = self.skip(x)
        for layer in self.old:
            x = layer(x)
        return self.head(keras.ops.add(x, skip))


freed = Freed()
freed(colors[:1])
