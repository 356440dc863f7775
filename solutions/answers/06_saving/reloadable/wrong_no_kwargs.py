# misconception: subclassed model that saves but does not reload: no **kwargs for Keras's own arguments
# loses: Its configuration makes it again; The file gives the same model back
# says: unexpected keyword argument; **kwargs
@keras.saving.register_keras_serializable(package="gems")
class FlooredPricer(keras.Model):
    def __init__(self, units, floor=0.0):
        super().__init__()
        self.units = units
        self.floor = floor
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, stones):
        return keras.ops.maximum(self.price(self.hidden(stones)), self.floor)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "floor": self.floor}
