# misconception: the state is overwritten with each batch
# loses: The root of the mean over all samples
# says: last batch alone; assign_add
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.squares = self.add_weight(initializer="zeros")
        self.seen = self.add_weight(initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(keras.ops.ravel(y_pred) - keras.ops.ravel(y_true))
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(squares)
        self.squares.assign(keras.ops.sum(sample_weight * squares))
        self.seen.assign(keras.ops.sum(sample_weight))

    def result(self):
        return keras.ops.sqrt(self.squares / self.seen)
