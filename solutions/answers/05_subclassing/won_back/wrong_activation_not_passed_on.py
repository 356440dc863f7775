# misconception: the activation kept for the config and never passed on
# loses: from_config makes the same tower again
# says: not passed on
class SturdyTower(Tower):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, **kwargs)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        for layer in [*self.hidden, self.output_layer]:
            layer.build(input_shape)
            input_shape = layer.compute_output_shape(input_shape)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


stone = keras.Input(shape=(8,))
pricer = keras.Model(stone, SturdyTower([24, 12])(stone))
