# mistake: pricer uses tower.call(x), so the tower is not a layer of the graph, only its Dense layers are; the message should ask for a tower called as a layer
class SturdyTower(Tower):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units, activation, **kwargs)
        self.units = units
        self.activation = activation

    def build(self, input_shape):
        shape = input_shape
        for layer in [*self.hidden, self.output_layer]:
            layer.build(shape)
            shape = layer.compute_output_shape(shape)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


x = keras.Input(shape=(8,))
pricer = keras.Model(x, SturdyTower([24, 12]).call(x))
