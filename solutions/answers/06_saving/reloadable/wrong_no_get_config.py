# misconception: subclassed model that saves but does not reload: no get_config, so defaults stand in the configuration
# loses: Its configuration makes it again; The file gives the same model back
# says: every argument; does not reload
@keras.saving.register_keras_serializable(package="gems")
class FlooredPricer(keras.Model):
    def __init__(self, units=8, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, stones):
        return keras.ops.maximum(self.price(self.hidden(stones)), self.floor)
