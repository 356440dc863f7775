# misconception: the floor is taken in and not used
# loses: The floor holds cheap stones
# says: larger one of true price and floor
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        error = keras.ops.abs(y_pred - y_true) / y_true
        return keras.ops.mean(error, axis=-1)

    def get_config(self):
        return {**super().get_config(), "floor": self.floor}
