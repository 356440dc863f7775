# mistake: get_config leaves out `activation`, so a tanh tower comes back with relu; the message should name the missing argument
class SturdyTower(Tower):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, activation, **kwargs)
        self.units = units

    def build(self, input_shape):
        shape = input_shape
        for layer in [*self.hidden, self.output_layer]:
            layer.build(shape)
            shape = layer.compute_output_shape(shape)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


x = keras.Input(shape=(8,))
pricer = keras.Model(x, SturdyTower([24, 12])(x))
