# misconception: the finished metric of Keras handed in
# loses: The root of the mean over all samples; Samples count by their weight; A new epoch starts from nothing; It works in fit, under its name
# says: its own `update_state`
class RMSE(keras.metrics.RootMeanSquaredError):
    pass
