# mistake: relu(price) + floor shifts every price up instead of only lifting the small ones; the message should say prices above the floor must stay
@keras.saving.register_keras_serializable(package="gems")
class FlooredPricer(keras.Model):
    def __init__(self, units=8, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.floor = floor
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1, activation="relu")

    def call(self, inputs):
        return self.price(self.hidden(inputs)) + self.floor

    def get_config(self):
        return {**super().get_config(), "units": self.units, "floor": self.floor}
