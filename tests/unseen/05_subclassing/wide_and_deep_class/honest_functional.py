# way: the class makes its own graph and hands inputs and outputs to super().__init__, so it has no call of its own
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        stone = keras.Input(shape=(8,))
        deep = keras.layers.Dense(first, activation="relu")(stone)
        deep = keras.layers.Dense(second, activation="relu")(deep)
        joined = keras.layers.concatenate([stone, deep])
        super().__init__(inputs=stone, outputs=keras.layers.Dense(1)(joined))
