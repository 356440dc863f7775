# style: the deep path as a Sequential inside
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.deep = keras.Sequential(
            [keras.layers.Dense(first, activation="relu"), keras.layers.Dense(second, activation="relu")]
        )
        self.join = keras.layers.Concatenate()
        self.ending = keras.layers.Dense(1)

    def call(self, x):
        return self.ending(self.join([x, self.deep(x)]))
