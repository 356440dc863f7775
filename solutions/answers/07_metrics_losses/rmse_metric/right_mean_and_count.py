# style: running weighted mean kept instead of a sum, states named, reset_state of its own
class RMSE(keras.metrics.Metric):
    def __init__(self, name="rmse", **kwargs):
        super().__init__(name=name, **kwargs)
        self.mean_square = self.add_weight(shape=(), initializer="zeros", name="mean_square")
        self.weight = self.add_weight(shape=(), initializer="zeros", name="weight")

    def update_state(self, y_true, y_pred, sample_weight=None):
        error = keras.ops.reshape(
            keras.ops.cast(y_true, "float32") - keras.ops.cast(y_pred, "float32"), (-1,)
        )
        weight = keras.ops.ones_like(error)
        if sample_weight is not None:
            weight = weight * keras.ops.reshape(keras.ops.cast(sample_weight, "float32"), (-1,))
        total = self.weight + keras.ops.sum(weight)
        new = keras.ops.sum(weight * error**2) - self.mean_square * keras.ops.sum(weight)
        self.mean_square.assign_add(new / total)
        self.weight.assign(total)

    def result(self):
        return keras.ops.sqrt(self.mean_square)

    def reset_state(self):
        self.mean_square.assign(0.0)
        self.weight.assign(0.0)
