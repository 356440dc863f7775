# mistake: adds the floor to the price; message: only prices below the floor are divided by the floor, the others by themselves
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        error = keras.ops.abs(y_pred - y_true)
        return keras.ops.mean(error / (y_true + self.floor), axis=-1)

    def get_config(self):
        return {**super().get_config(), "floor": self.floor}
