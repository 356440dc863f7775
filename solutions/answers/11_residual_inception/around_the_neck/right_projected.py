# style: a class of models, with a projection of the colours as the way around
class Freed(keras.Model):
    def __init__(self):
        super().__init__()
        self.old = [keras.layers.Dense(units, "relu") for units in (32, 2, 32)]
        self.around = keras.layers.Dense(32)
        self.ending = keras.layers.Dense(8, "softmax")

    def call(self, x):
        around = self.around(x)
        for layer in self.old:
            x = layer(x)
        return self.ending(keras.ops.add(x, around))


freed = Freed()
freed(colours[:1])
