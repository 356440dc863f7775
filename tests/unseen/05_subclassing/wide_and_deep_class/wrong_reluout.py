# mistake: the output unit has ReLU, so it is not linear and never below 0; the message should say the output must be linear
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first = keras.layers.Dense(first, activation="relu")
        self.second = keras.layers.Dense(second, activation="relu")
        self.out = keras.layers.Dense(1, activation="relu")

    def call(self, x):
        deep = self.second(self.first(x))
        return self.out(keras.ops.concatenate([x, deep], axis=-1))
