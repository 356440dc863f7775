# misconception: layers kept in a plain function, not tracked
# loses: Keras finds all its layers; A wide and a deep path meet in one linear unit; The arguments set the widths
# says: a plain function
def make_deep(first, second):
    one = keras.layers.Dense(first, activation="relu")
    two = keras.layers.Dense(second, activation="relu")
    return lambda x: two(one(x))


class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.deep = make_deep(first, second)
        self.join = keras.layers.Concatenate()
        self.output_layer = keras.layers.Dense(1)

    def call(self, x):
        return self.output_layer(self.join([x, self.deep(x)]))
