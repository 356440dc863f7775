# misconception: a ReLU left on at the end taken for the floor
# loses: Prices with a floor
# says: a ReLU behind the output layer
@keras.saving.register_keras_serializable(package="gems")
class FlooredPricer(keras.Model):
    def __init__(self, units, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.floor = floor
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1, activation="relu")

    def call(self, stones):
        return self.price(self.hidden(stones))

    def get_config(self):
        return {**super().get_config(), "units": self.units, "floor": self.floor}
