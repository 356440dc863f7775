# misconception: every layer built for the input's shape
# loses: Built without data; from_config makes the same tower again; A functional model with the tower as a layer
# says: the one before it gives
class SturdyTower(Tower):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, activation, **kwargs)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        for layer in [*self.hidden, self.output_layer]:
            layer.build(input_shape)

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units, "activation": self.activation})
        return config


stone = keras.Input(shape=(8,))
pricer = keras.Model(stone, SturdyTower([24, 12])(stone))
