# misconception: the wide path left out
# loses: A wide and a deep path meet in one linear unit
# says: wide path was left out
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first = keras.layers.Dense(first, activation="relu")
        self.second = keras.layers.Dense(second, activation="relu")
        self.output_layer = keras.layers.Dense(1)

    def call(self, x):
        return self.output_layer(self.second(self.first(x)))
