# style: the graph handed to the parent's __init__, so that no call is needed
class WideAndDeep(keras.Model):
    def __init__(self, first, second):
        stone = keras.Input((8,))
        deep = keras.layers.Dense(second, "relu")(keras.layers.Dense(first, "relu")(stone))
        price = keras.layers.Dense(1)(keras.layers.concatenate([stone, deep]))
        super().__init__(inputs=stone, outputs=price)
