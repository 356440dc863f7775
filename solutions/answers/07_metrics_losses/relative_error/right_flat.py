# style: one flat vector, settings written out one by one
class RelativeError(keras.losses.Loss):
    def __init__(self, floor=1.0, name="relative_error", reduction="sum_over_batch_size"):
        super().__init__(name=name, reduction=reduction)
        self.floor = floor

    def call(self, y_true, y_pred):
        true, said = keras.ops.ravel(y_true), keras.ops.ravel(y_pred)
        return keras.ops.abs(true - said) / keras.ops.where(true > self.floor, true, self.floor)

    def get_config(self):
        return {"floor": self.floor, "name": self.name, "reduction": self.reduction}
