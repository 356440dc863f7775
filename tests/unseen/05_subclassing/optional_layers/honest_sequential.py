# way: everything is in one Sequential; call takes training=None and lets Keras hand it on by itself
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False):
        super().__init__()
        self.net = keras.Sequential()
        for width in units:
            self.net.add(keras.layers.Dense(width, "relu"))
            if normalize is True:
                self.net.add(keras.layers.BatchNormalization())
            if rate:
                self.net.add(keras.layers.Dropout(rate))
        self.net.add(keras.layers.Dense(1))

    def call(self, inputs, training=None):
        return self.net(inputs)
