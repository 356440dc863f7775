# misconception: the error keeps its sign, so that errors cancel
# loses: Errors in relation to the true price
# says: cancel each other
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        error = (y_pred - y_true) / keras.ops.maximum(y_true, self.floor)
        return keras.ops.mean(error, axis=-1)

    def get_config(self):
        return {**super().get_config(), "floor": self.floor}
