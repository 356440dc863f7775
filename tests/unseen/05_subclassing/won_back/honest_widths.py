# way: build counts through the widths instead of compute_output_shape, config by update, pricer with the output renamed
class SturdyTower(Tower):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(units=units, activation=activation, **kwargs)
        self.units = list(units)
        self.activation = activation

    def build(self, input_shape):
        n = input_shape[-1]
        for width, layer in zip(self.units, self.hidden):
            layer.build((None, n))
            n = width
        self.output_layer.build((None, n))
        self.built = True

    def get_config(self):
        config = super().get_config()
        config.update(units=list(self.units), activation=self.activation)
        return config


stone = keras.Input((8,), name="stone")
sturdy_tower = SturdyTower([24, 12])
pricer = keras.Model(inputs=[stone], outputs=[sturdy_tower(stone)])
