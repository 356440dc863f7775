# misconception: get_config without the parent's, and arguments under other names
# loses: Its configuration makes it again; The file gives the same model back
# says: `units` and `floor` missing
@keras.saving.register_keras_serializable(package="gems")
class FlooredPricer(keras.Model):
    def __init__(self, units, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.n = units
        self.low = floor
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, stones):
        return keras.ops.maximum(self.price(self.hidden(stones)), self.low)

    def get_config(self):
        return {"n": self.n, "low": self.low}
