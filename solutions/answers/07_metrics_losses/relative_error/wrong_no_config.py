# misconception: no get_config: what comes back has the default
# loses: Its configuration makes it again
# says: Write `get_config`
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        error = keras.ops.abs(y_pred - y_true) / keras.ops.maximum(y_true, self.floor)
        return keras.ops.mean(error, axis=-1)
