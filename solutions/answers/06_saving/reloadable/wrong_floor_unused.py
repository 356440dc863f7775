# misconception: the floor is stored and never applied
# loses: Prices with a floor
# says: The floor is not applied
@keras.saving.register_keras_serializable(package="gems")
class FlooredPricer(keras.Model):
    def __init__(self, units, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.floor = floor
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, inputs):
        return self.price(self.hidden(inputs))

    def get_config(self):
        return {**super().get_config(), "units": self.units, "floor": self.floor}
