# style: config.update, the floor as a layer's operation in steps
@keras.saving.register_keras_serializable()
class FlooredPricer(keras.Model):
    """A pricer whose answers never fall below a floor."""

    def __init__(self, units, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.floor = floor
        self.first = keras.layers.Dense(units)
        self.bend = keras.layers.ReLU()
        self.last = keras.layers.Dense(1)

    def call(self, inputs):
        hidden = self.bend(self.first(inputs))
        prices = self.last(hidden)
        return keras.ops.where(prices < self.floor, self.floor, prices)

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units, "floor": self.floor})
        return config
