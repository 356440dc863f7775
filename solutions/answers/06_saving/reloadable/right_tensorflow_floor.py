# style: TensorFlow's maximum, registered by keras.utils, from_config written out
@keras.utils.register_keras_serializable(package="stones")
class FlooredPricer(keras.Model):
    def __init__(self, units, floor=0.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.floor = floor
        self.dense_1 = keras.layers.Dense(units=self.units, activation=tf.nn.relu)
        self.dense_2 = keras.layers.Dense(units=1, activation="linear")

    def call(self, inputs):
        x = self.dense_1(inputs)
        x = self.dense_2(x)
        return tf.maximum(x, self.floor)

    def get_config(self):
        config = super().get_config()
        config["units"] = self.units
        config["floor"] = self.floor
        return config

    @classmethod
    def from_config(cls, config):
        return cls(**config)
