# mistake: divides by the prediction; message: the error is divided by the TRUE price, the first argument of call
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        error = keras.ops.abs(y_pred - y_true)
        return keras.ops.mean(error / keras.ops.maximum(y_pred, self.floor), axis=-1)

    def get_config(self):
        return {**super().get_config(), "floor": self.floor}
