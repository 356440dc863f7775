# way: keeps its state in a keras.metrics.Mean of the squared errors (Mean is not forbidden), own reset_state
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.mean_of_squares = keras.metrics.Mean()

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(keras.ops.ravel(y_pred) - keras.ops.ravel(y_true))
        self.mean_of_squares.update_state(squares, sample_weight=sample_weight)

    def result(self):
        return keras.ops.sqrt(self.mean_of_squares.result())

    def reset_state(self):
        self.mean_of_squares.reset_state()
