# mistake: with elif a model that has normalize=True never drops, though both options should work together; the message should say both are needed at once
class MLP(keras.Model):
    def __init__(self, units, rate=0.0, normalize=False):
        super().__init__()
        self.rate, self.normalize = rate, normalize
        self.hidden = [keras.layers.Dense(n, activation="relu") for n in units]
        self.norms = [keras.layers.BatchNormalization() for _ in units]
        self.drop = keras.layers.Dropout(rate)
        self.out = keras.layers.Dense(1)

    def call(self, x, training=None):
        for dense, norm in zip(self.hidden, self.norms):
            x = dense(x)
            if self.normalize:
                x = norm(x, training=training)
            elif self.rate > 0:
                x = self.drop(x, training=training)
        return self.out(x)
