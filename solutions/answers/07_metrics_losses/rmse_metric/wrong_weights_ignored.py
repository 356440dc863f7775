# misconception: sample_weight taken in and ignored
# loses: Samples count by their weight
# says: taken in, and ignored
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.squares = self.add_weight(initializer="zeros")
        self.seen = self.add_weight(initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(y_pred - y_true)
        self.squares.assign_add(keras.ops.sum(squares))
        self.seen.assign_add(keras.ops.cast(keras.ops.size(squares), "float32"))

    def result(self):
        return keras.ops.sqrt(self.squares / self.seen)
