# misconception: one name for every tensor, so that the input is gone when it is needed
# loses: A wide and a deep path meet in one linear unit
# says: wide path
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first = keras.layers.Dense(first, activation="relu")
        self.second = keras.layers.Dense(second, activation="relu")
        self.output_layer = keras.layers.Dense(1)
        self.join = keras.layers.Concatenate()

    def call(self, x):
        x = self.first(x)
        y = self.second(x)
        return self.output_layer(self.join([x, y]))
