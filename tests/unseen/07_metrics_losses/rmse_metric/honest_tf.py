# way: tf functions, assign(self.x + ...) in place of assign_add, a default name, divide_no_nan
class RMSE(keras.metrics.Metric):
    def __init__(self, name="rmse", **kwargs):
        super().__init__(name=name, **kwargs)
        self.total = self.add_weight(shape=(), initializer="zeros", name="total")
        self.count = self.add_weight(shape=(), initializer="zeros", name="count")

    def update_state(self, y_true, y_pred, sample_weight=None):
        error = tf.cast(y_pred, tf.float32) - tf.cast(y_true, tf.float32)
        sq = tf.reshape(tf.square(error), [-1])
        if sample_weight is not None:
            w = tf.reshape(tf.cast(sample_weight, tf.float32), [-1])
            sq = sq * w
            n = tf.reduce_sum(w)
        else:
            n = tf.cast(tf.size(sq), tf.float32)
        self.total.assign(self.total + tf.reduce_sum(sq))
        self.count.assign(self.count + n)

    def result(self):
        return tf.sqrt(tf.math.divide_no_nan(self.total.value, self.count.value))
