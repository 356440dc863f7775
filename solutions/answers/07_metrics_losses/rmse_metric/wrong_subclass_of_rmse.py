# misconception: Keras's RootMeanSquaredError as the parent, its methods called by own ones
# loses: The root of the mean over all samples; Samples count by their weight; A new epoch starts from nothing; It works in fit, under its name
# says: derives from `RootMeanSquaredError`
class RMSE(keras.metrics.RootMeanSquaredError):
    def update_state(self, y_true, y_pred, sample_weight=None):
        super().update_state(y_true, y_pred, sample_weight)

    def result(self):
        return super().result()
