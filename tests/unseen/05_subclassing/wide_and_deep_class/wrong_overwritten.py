# mistake: x is overwritten, so the first hidden layer's output and not the input is joined; the message should say the input itself goes into the join
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first = keras.layers.Dense(first, activation="relu")
        self.second = keras.layers.Dense(second, activation="relu")
        self.join = keras.layers.Concatenate()
        self.out = keras.layers.Dense(1)

    def call(self, x):
        x = self.first(x)
        deep = self.second(x)
        return self.out(self.join([x, deep]))
