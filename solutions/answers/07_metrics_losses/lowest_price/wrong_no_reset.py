# misconception: the parent's reset_state taken to put back what the state began with
# loses: A new epoch starts anew
# says: sets the state to 0
class LowestPrice(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.lowest = self.add_weight(initializer=keras.initializers.Constant(float("inf")))

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.lowest.assign(keras.ops.minimum(self.lowest, keras.ops.min(y_pred)))

    def result(self):
        return keras.ops.convert_to_tensor(self.lowest)
