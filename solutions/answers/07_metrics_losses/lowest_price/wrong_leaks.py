# misconception: reset_state misspelled, so that state leaks from epoch to epoch: an old book's tf.Variable
# loses: A new epoch starts anew
# says: the state leaks
class LowestPrice(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.lowest = tf.Variable(float("inf"))

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.lowest.assign(keras.ops.minimum(self.lowest, keras.ops.min(y_pred)))

    def result(self):
        return keras.ops.convert_to_tensor(self.lowest)

    def reset_states(self):
        self.lowest.assign(float("inf"))
