# misconception: linear output missing: ReLU left on
# loses: A wide and a deep path meet in one linear unit
# says: an activation was left on
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first = keras.layers.Dense(first, activation="relu")
        self.second = keras.layers.Dense(second, activation="relu")
        self.output_layer = keras.layers.Dense(1, activation="relu")

    def call(self, x):
        deep = self.second(self.first(x))
        return self.output_layer(keras.ops.concatenate([x, deep], axis=-1))
