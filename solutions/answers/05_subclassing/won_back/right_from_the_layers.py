# style: no __init__, settings read from the layers; the shape counted by hand
class SturdyTower(Tower):
    def build(self, shape):
        width = shape[-1]
        for layer in self.hidden:
            layer.build((None, width))
            width = layer.units
        self.output_layer.build((None, width))

    def get_config(self):
        config = super(Tower, self).get_config()
        config["units"] = [layer.units for layer in self.hidden]
        config["activation"] = keras.activations.serialize(self.hidden[0].activation)
        return config


entry = keras.Input((8,), name="stone")
tower_layer = SturdyTower(units=(24, 12), name="tower_part")
pricer = keras.Model(inputs=entry, outputs=tower_layer(entry))
