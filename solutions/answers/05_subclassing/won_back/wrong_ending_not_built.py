# misconception: the output layer left unbuilt
# loses: Built without data
# says: the output layer
class SturdyTower(Tower):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, activation, **kwargs)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        for layer in self.hidden:
            layer.build(input_shape)
            input_shape = layer.compute_output_shape(input_shape)

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units, "activation": self.activation})
        return config


stone = keras.Input(shape=(8,))
pricer = keras.Model(stone, SturdyTower([24, 12])(stone))
