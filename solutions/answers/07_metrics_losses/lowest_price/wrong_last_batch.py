# misconception: only the last batch is remembered
# loses: The lowest prediction so far
# says: lowest of the last batch
class LowestPrice(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.lowest = self.add_weight(initializer=keras.initializers.Constant(float("inf")))

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.lowest.assign(keras.ops.min(y_pred))

    def result(self):
        return keras.ops.convert_to_tensor(self.lowest)

    def reset_state(self):
        self.lowest.assign(float("inf"))
