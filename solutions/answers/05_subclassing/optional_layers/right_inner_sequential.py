# style: a Sequential inside, which is told about training
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False):
        super().__init__()
        self.pile = keras.Sequential()
        for width in units:
            self.pile.add(keras.layers.Dense(width, activation="relu"))
            if normalize:
                self.pile.add(keras.layers.BatchNormalization())
            if rate:
                self.pile.add(keras.layers.Dropout(rate))
        self.pile.add(keras.layers.Dense(1))

    def call(self, inputs, training=False):
        return self.pile(inputs, training=training)
