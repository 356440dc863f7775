# misconception: a minimum that begins at 100, taken to be above every price
# loses: The lowest prediction so far
# says: begins at some large number
class LowestPrice(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.lowest = self.add_weight(initializer=keras.initializers.Constant(100.0))

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.lowest.assign(keras.ops.minimum(self.lowest, keras.ops.min(y_pred)))

    def result(self):
        return keras.ops.convert_to_tensor(self.lowest)

    def reset_state(self):
        self.lowest.assign(100.0)
