# way: a subclassed model, the sum in call with keras.ops.add
class Freed(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(32, activation="relu")
        self.narrow = keras.layers.Dense(2, activation="relu")
        self.wide = keras.layers.Dense(32, activation="relu")
        self.photograph = keras.layers.Dense(8, activation="softmax")

    def call(self, inputs):
        before = self.hidden(inputs)
        behind = self.wide(self.narrow(before))
        return self.photograph(keras.ops.add(before, behind))


freed = Freed()
freed.build((None, 48))
