# mistake: call takes no `training`, so in fit Dropout never drops and BatchNormalization never collects; the message should name the argument
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False):
        super().__init__()
        self.rate, self.normalize = rate, normalize
        self.hidden = [keras.layers.Dense(n, activation="relu") for n in units]
        self.norms = [keras.layers.BatchNormalization() for _ in units]
        self.drop = keras.layers.Dropout(rate)
        self.out = keras.layers.Dense(1)

    def call(self, x):
        for dense, norm in zip(self.hidden, self.norms):
            x = dense(x)
            if self.normalize:
                x = norm(x)
            if self.rate > 0:
                x = self.drop(x)
        return self.out(x)
