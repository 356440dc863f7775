# misconception: hidden layers without activations
# loses: A wide and a deep path meet in one linear unit
# says: have no activation
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first = keras.layers.Dense(first)
        self.second = keras.layers.Dense(second)
        self.output_layer = keras.layers.Dense(1)

    def call(self, x):
        deep = self.second(self.first(x))
        return self.output_layer(keras.ops.concatenate([x, deep], axis=-1))
