# misconception: __call__ overwritten instead of call
# loses: Keras can weigh each sample
# says: Write `call`
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def __call__(self, y_true, y_pred):
        error = keras.ops.abs(y_pred - y_true) / keras.ops.maximum(y_true, self.floor)
        return keras.ops.mean(error, axis=-1)

    def get_config(self):
        return {**super().get_config(), "floor": self.floor}
