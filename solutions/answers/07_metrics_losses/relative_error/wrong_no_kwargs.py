# misconception: no **kwargs for name and reduction
# loses: Its configuration makes it again
# says: hand them on to the parent
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0):
        super().__init__()
        self.floor = floor

    def call(self, y_true, y_pred):
        error = keras.ops.abs(y_pred - y_true) / keras.ops.maximum(y_true, self.floor)
        return keras.ops.mean(error, axis=-1)

    def get_config(self):
        return {**super().get_config(), "floor": self.floor}
