# way: name and reduction written out in the signature, tf functions, config.update
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, name="relative_error", reduction="sum_over_batch_size", **kwargs):
        super().__init__(name=name, reduction=reduction, **kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        y_true = tf.cast(y_true, y_pred.dtype)
        divisor = tf.maximum(y_true, self.floor)
        return tf.reduce_mean(tf.abs(y_pred - y_true) / divisor, axis=-1)

    def get_config(self):
        config = super().get_config()
        config.update({"floor": self.floor})
        return config
