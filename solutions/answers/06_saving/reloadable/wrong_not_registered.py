# misconception: subclassed model that saves but does not reload: the class is not registered
# loses: The class is registered
# says: can't locate the class
class FlooredPricer(keras.Model):
    def __init__(self, units, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.floor = floor
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, stones):
        return keras.ops.maximum(self.price(self.hidden(stones)), self.floor)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "floor": self.floor}
