# mistake: get_config leaves out floor, so the model comes back with floor 0.0 without an error; the message should name the missing argument
@keras.saving.register_keras_serializable(package="gems")
class FlooredPricer(keras.Model):
    def __init__(self, units=8, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.floor = floor
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, inputs):
        return keras.ops.maximum(self.price(self.hidden(inputs)), self.floor)

    def get_config(self):
        return {**super().get_config(), "units": self.units}
