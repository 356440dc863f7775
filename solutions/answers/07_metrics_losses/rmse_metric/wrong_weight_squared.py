# misconception: the error multiplied by its weight before it is squared
# loses: Samples count by their weight
# says: The weight belongs to the squared error
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.squares = self.add_weight(initializer="zeros")
        self.seen = self.add_weight(initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        errors = keras.ops.ravel(y_pred) - keras.ops.ravel(y_true)
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(errors)
        self.squares.assign_add(keras.ops.sum(keras.ops.square(sample_weight * errors)))
        self.seen.assign_add(keras.ops.sum(sample_weight))

    def result(self):
        return keras.ops.sqrt(self.squares / self.seen)
