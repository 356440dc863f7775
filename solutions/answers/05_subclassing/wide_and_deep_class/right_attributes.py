# style: layers as attributes, keras.ops to join
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first = keras.layers.Dense(first, activation="relu")
        self.second = keras.layers.Dense(second, activation="relu")
        self.output_layer = keras.layers.Dense(1)

    def call(self, x):
        deep = self.second(self.first(x))
        return self.output_layer(keras.ops.concatenate([deep, x], axis=-1))
