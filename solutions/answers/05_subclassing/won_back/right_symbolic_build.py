# style: built by a run on a symbolic tensor
class SturdyTower(Tower):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, activation, **kwargs)
        self.told = {"units": list(units), "activation": activation}

    def build(self, input_shape):
        self.call(keras.Input(batch_shape=input_shape))

    def get_config(self):
        return super().get_config() | dict(self.told)


stone = keras.Input((8,))
pricer = keras.Model([stone], [SturdyTower([24, 12], activation="relu")(stone)])
