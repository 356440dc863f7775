# style: layers made in build, the floor by a ReLU that is moved
@keras.saving.register_keras_serializable("floored")
class FlooredPricer(keras.Model):
    def __init__(self, units=8, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.units = int(units)
        self.floor = float(floor)

    def build(self, input_shape):
        self.hidden = keras.layers.Dense(self.units, activation="relu", name="hidden")
        self.hidden.build(input_shape)
        self.price = keras.layers.Dense(1, name="price")
        self.price.build((None, self.units))

    def call(self, inputs, training=None):
        prices = self.price(self.hidden(inputs))
        return keras.ops.relu(prices - self.floor) + self.floor

    def get_config(self):
        base = super().get_config()
        return {"units": self.units, "floor": self.floor, **base}
