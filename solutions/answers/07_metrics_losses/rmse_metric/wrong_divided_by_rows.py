# misconception: weighted squares divided by the number of rows, not by the sum of weights
# loses: Samples count by their weight
# says: Divided by the number of rows; sum of the weights
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.squares = self.add_weight(initializer="zeros")
        self.seen = self.add_weight(initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(keras.ops.ravel(y_pred) - keras.ops.ravel(y_true))
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(squares)
        self.squares.assign_add(keras.ops.sum(sample_weight * squares))
        self.seen.assign_add(keras.ops.sum(keras.ops.ones_like(squares)))

    def result(self):
        return keras.ops.sqrt(self.squares / self.seen)
