# misconception: state kept in plain Python attributes
# loses: A new epoch starts from nothing; It works in fit, under its name
# says: the state leaks; `fit` traces the code into a graph
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.squares = 0.0
        self.seen = 0.0

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(keras.ops.ravel(y_pred) - keras.ops.ravel(y_true))
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(squares)
        self.squares += keras.ops.sum(sample_weight * squares)
        self.seen += keras.ops.sum(sample_weight)

    def result(self):
        return keras.ops.sqrt(self.squares / self.seen)
