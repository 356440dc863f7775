# style: infinity as an initialiser, and put back by reset_state
class LowestPrice(keras.metrics.Metric):
    def __init__(self, name="lowest", **kwargs):
        super().__init__(name=name, **kwargs)
        self.lowest = self.add_weight(initializer=keras.initializers.Constant(np.inf), name="lowest")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.lowest.assign(keras.ops.minimum(self.lowest, keras.ops.min(y_pred)))

    def result(self):
        return self.lowest

    def reset_state(self):
        self.lowest.assign(np.inf)
