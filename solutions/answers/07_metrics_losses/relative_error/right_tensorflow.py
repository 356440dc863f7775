# style: TensorFlow's functions, a value for each number of a column
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = floor

    def call(self, y_true, y_pred):
        return tf.abs(tf.subtract(y_true, y_pred)) / tf.clip_by_value(y_true, self.floor, np.inf)

    def get_config(self):
        return dict(super().get_config(), floor=self.floor)
