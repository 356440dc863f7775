# mistake: divides by the number of rows and not by the sum of the weights; message: a weight of 0 must leave a sample out of the divisor too
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.squares = self.add_weight(initializer="zeros", name="squares")
        self.seen = self.add_weight(initializer="zeros", name="seen")

    def update_state(self, y_true, y_pred, sample_weight=None):
        y_true, y_pred = keras.ops.ravel(y_true), keras.ops.ravel(y_pred)
        squares = keras.ops.square(y_true - y_pred)
        if sample_weight is not None:
            squares = squares * keras.ops.cast(keras.ops.ravel(sample_weight), "float32")
        self.squares.assign_add(keras.ops.sum(squares))
        self.seen.assign_add(keras.ops.cast(keras.ops.size(y_true), "float32"))

    def result(self):
        return keras.ops.sqrt(self.squares / self.seen)
