# style: an inner Sequential model, registered under a name of its own
@keras.saving.register_keras_serializable(package="mine", name="floored")
class FlooredPricer(keras.Model):
    def __init__(self, units=16, floor=0.0, name=None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.settings = {"units": units, "floor": floor}
        layers = [keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)]
        self.network = keras.Sequential(layers)

    def build(self, shape):
        self.network.build(shape)

    def call(self, stones, training=False):
        return keras.ops.maximum(self.network(stones, training=training), self.settings["floor"])

    def get_config(self):
        return super().get_config() | dict(self.settings)
