# style: TensorFlow's functions, the count from the shape, weights only when there are some
class RMSE(keras.metrics.Metric):
    def __init__(self, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.sse = self.add_weight(initializer="zeros")
        self.n = self.add_weight(initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = tf.square(tf.cast(y_pred, tf.float32) - tf.cast(y_true, tf.float32))
        if sample_weight is None:
            self.n.assign_add(tf.cast(tf.shape(squares)[0], tf.float32))
        else:
            column = tf.reshape(tf.cast(sample_weight, tf.float32), (-1, 1))
            squares = squares * column
            self.n.assign_add(tf.reduce_sum(column))
        self.sse.assign_add(tf.reduce_sum(squares))

    def result(self):
        return tf.sqrt(tf.math.divide_no_nan(tf.convert_to_tensor(self.sse), tf.convert_to_tensor(self.n)))
