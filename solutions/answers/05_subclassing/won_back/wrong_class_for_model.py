# misconception: the tower itself where a functional model with the tower inside is asked for
# loses: A functional model with the tower as a layer
# says: call the tower on a `keras.input`
class SturdyTower(Tower):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, activation, **kwargs)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        shape = input_shape
        for layer in [*self.hidden, self.output_layer]:
            layer.build(shape)
            shape = layer.compute_output_shape(shape)

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units, "activation": self.activation})
        return config


pricer = SturdyTower([24, 12])
pricer(valid_x[:1])
