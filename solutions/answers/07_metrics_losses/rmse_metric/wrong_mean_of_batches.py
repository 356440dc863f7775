# misconception: mean of batch RMSEs taken for the RMSE
# loses: The root of the mean over all samples
# says: A mean of roots is not the root of the mean
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.total = self.add_weight(initializer="zeros")
        self.batches = self.add_weight(initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(keras.ops.ravel(y_pred) - keras.ops.ravel(y_true))
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(squares)
        mean = keras.ops.sum(sample_weight * squares) / keras.ops.sum(sample_weight)
        self.total.assign_add(keras.ops.sqrt(mean))
        self.batches.assign_add(1)

    def result(self):
        return self.total / self.batches
