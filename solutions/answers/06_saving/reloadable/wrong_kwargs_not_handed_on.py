# misconception: **kwargs taken in and not handed on, so Keras's own settings are lost
# loses: Its configuration makes it again
# says: a model with another name
@keras.saving.register_keras_serializable(package="gems")
class FlooredPricer(keras.Model):
    def __init__(self, units, floor=0.0, **kwargs):
        super().__init__()
        self.units = units
        self.floor = floor
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, stones):
        return keras.ops.maximum(self.price(self.hidden(stones)), self.floor)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "floor": self.floor}
