# style: both sides scaled first, then Keras's absolute error; registered
@keras.saving.register_keras_serializable(package="shop")
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.floor = float(floor)

    def call(self, y_true, y_pred):
        scale = keras.ops.maximum(y_true, self.floor)
        return keras.losses.mean_absolute_error(y_true / scale, y_pred / scale)

    def get_config(self):
        config = super().get_config()
        config.update(floor=self.floor)
        return config
