# misconception: reset_state misspelled (reset_states)
# loses: A new epoch starts anew
# says: the parent's `reset_state`; spelled like
class LowestPrice(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.lowest = self.add_weight(initializer=keras.initializers.Constant(float("inf")))

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.lowest.assign(keras.ops.minimum(self.lowest, keras.ops.min(y_pred)))

    def result(self):
        return keras.ops.convert_to_tensor(self.lowest)

    def reset_states(self):
        self.lowest.assign(float("inf"))
