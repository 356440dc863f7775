# style: a Mean inside, which does the weighing; the root of its result
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.mean = keras.metrics.Mean()

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)
        self.mean.update_state(squares, sample_weight=sample_weight)

    def result(self):
        return keras.ops.sqrt(self.mean.result())

    def reset_state(self):
        self.mean.reset_state()
