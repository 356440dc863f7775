# misconception: `call` on symbolic tensors, which leaves the tower itself out of the graph
# loses: A functional model with the tower as a layer
# says: as one layer
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


stone = keras.Input(shape=(8,))
pricer = keras.Model(stone, SturdyTower([24, 12]).call(stone))
