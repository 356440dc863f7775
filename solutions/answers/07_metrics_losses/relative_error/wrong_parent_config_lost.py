# misconception: get_config without the parent's settings
# loses: Its configuration makes it again
# says: forgotten some of its settings
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        error = keras.ops.abs(y_pred - y_true) / keras.ops.maximum(y_true, self.floor)
        return keras.ops.mean(error, axis=-1)

    def get_config(self):
        return {"floor": self.floor}
