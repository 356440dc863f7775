# misconception: a loss that averages too much: a scalar where one value for each sample is wanted
# loses: Keras can weigh each sample
# says: leaves nothing to weigh
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        error = keras.ops.abs(y_pred - y_true) / keras.ops.maximum(y_true, self.floor)
        return keras.ops.mean(error)

    def get_config(self):
        return {**super().get_config(), "floor": self.floor}
