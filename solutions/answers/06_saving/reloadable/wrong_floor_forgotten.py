# misconception: an argument that shapes no weight left out of get_config
# loses: Its configuration makes it again
# says: `floor` missing
@keras.saving.register_keras_serializable(package="gems")
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
        return {**super().get_config(), "units": self.units}
