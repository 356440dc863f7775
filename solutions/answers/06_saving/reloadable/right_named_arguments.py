# style: Keras's own arguments written out, registered after the class
class FlooredPricer(keras.Model):
    def __init__(self, units, floor=0.0, name=None, dtype=None, trainable=True):
        super().__init__(name=name, dtype=dtype, trainable=trainable)
        self.units, self.floor = units, floor
        self.hidden = keras.layers.Dense(units, activation=keras.activations.relu)
        self.out = keras.layers.Dense(1)

    def call(self, x):
        return self.floor + keras.ops.relu(self.out(self.hidden(x)) - self.floor)

    def get_config(self):
        return dict(super().get_config(), units=self.units, floor=self.floor)


keras.saving.register_keras_serializable(package="gems")(FlooredPricer)
