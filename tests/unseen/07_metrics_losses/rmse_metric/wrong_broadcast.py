# mistake: weights of shape (rows,) meet squares of shape (rows, 1) and make a table; message: flatten both (ravel) before you multiply
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.squares = self.add_weight(initializer="zeros", name="squares")
        self.seen = self.add_weight(initializer="zeros", name="seen")

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(y_pred - y_true)
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(squares)
        weighted = squares * keras.ops.cast(sample_weight, "float32")
        self.squares.assign_add(keras.ops.sum(weighted))
        self.seen.assign_add(keras.ops.sum(keras.ops.cast(sample_weight, "float32")))

    def result(self):
        return keras.ops.sqrt(self.squares / self.seen)
