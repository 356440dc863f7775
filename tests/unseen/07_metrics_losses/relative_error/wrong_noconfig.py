# mistake: no get_config, so from_config loses the floor; message: get_config lacks floor
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        error = keras.ops.abs(y_pred - y_true)
        return keras.ops.mean(error / keras.ops.maximum(y_true, self.floor), axis=-1)
