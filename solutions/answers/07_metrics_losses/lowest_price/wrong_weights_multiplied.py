# misconception: predictions multiplied by their sample weights
# loses: The lowest prediction so far
# says: leave it alone
class LowestPrice(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.lowest = self.add_weight(initializer=keras.initializers.Constant(float("inf")))

    def update_state(self, y_true, y_pred, sample_weight=None):
        y_pred = keras.ops.ravel(y_pred)
        if sample_weight is not None:
            y_pred = y_pred * keras.ops.cast(keras.ops.ravel(sample_weight), y_pred.dtype)
        self.lowest.assign(keras.ops.minimum(self.lowest, keras.ops.min(y_pred)))

    def result(self):
        return keras.ops.convert_to_tensor(self.lowest)

    def reset_state(self):
        self.lowest.assign(float("inf"))
