# style: the deep path as a Sequential inside
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.deep = keras.Sequential(
            [keras.layers.Dense(first, activation="relu"), keras.layers.Dense(second, activation="relu")]
        )
        self.join = keras.layers.Concatenate()
        self.output_layer = keras.layers.Dense(1)

    def call(self, x):
        return self.output_layer(self.join([x, self.deep(x)]))
