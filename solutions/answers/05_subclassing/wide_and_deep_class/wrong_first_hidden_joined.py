# misconception: the concatenation takes the first hidden layer
# loses: A wide and a deep path meet in one linear unit
# says: first hidden layer
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first = keras.layers.Dense(first, activation="relu")
        self.second = keras.layers.Dense(second, activation="relu")
        self.output_layer = keras.layers.Dense(1)

    def call(self, x):
        deep = self.first(x)
        self.second(deep)
        return self.output_layer(keras.ops.concatenate([x, deep], axis=-1))
