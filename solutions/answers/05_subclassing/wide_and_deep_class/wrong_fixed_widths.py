# misconception: the arguments are taken in and not used
# loses: The arguments set the widths
# says: go on to the layers
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first = keras.layers.Dense(32, activation="relu")
        self.second = keras.layers.Dense(16, activation="relu")
        self.output_layer = keras.layers.Dense(1)

    def call(self, x):
        deep = self.second(self.first(x))
        return self.output_layer(keras.ops.concatenate([x, deep], axis=-1))
