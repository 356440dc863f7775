# mistake: the minimum begins at 100, so prices above 100 are never seen; message: it must be right for very large prices, begin at infinity
class LowestPrice(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.lowest = self.add_weight(
            initializer=keras.initializers.Constant(100.0), name="lowest"
        )

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.lowest.assign(keras.ops.minimum(self.lowest, keras.ops.min(y_pred)))

    def result(self):
        return self.lowest

    def reset_state(self):
        self.lowest.assign(100.0)
