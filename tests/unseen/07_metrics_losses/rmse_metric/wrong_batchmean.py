# mistake: averages the RMSEs of the batches; message: a mean of roots is not the root of the mean, keep sum of squares and take the root in result
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.total = self.add_weight(initializer="zeros", name="total")
        self.batches = self.add_weight(initializer="zeros", name="batches")

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(keras.ops.ravel(y_pred) - keras.ops.ravel(y_true))
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(squares)
        weights = keras.ops.cast(keras.ops.ravel(sample_weight), "float32")
        mean = keras.ops.sum(weights * squares) / keras.ops.sum(weights)
        self.total.assign_add(keras.ops.sqrt(mean))
        self.batches.assign_add(1.0)

    def result(self):
        return self.total / self.batches
