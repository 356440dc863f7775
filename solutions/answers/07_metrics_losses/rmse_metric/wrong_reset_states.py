# misconception: reset_state misspelled (reset_states), on a tf.Variable: state leaks from epoch to epoch
# loses: A new epoch starts from nothing
# says: the state leaks; spelled like this
class RMSE(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.squares = tf.Variable(0.0)
        self.seen = tf.Variable(0.0)

    def update_state(self, y_true, y_pred, sample_weight=None):
        squares = keras.ops.square(keras.ops.ravel(y_pred) - keras.ops.ravel(y_true))
        if sample_weight is None:
            sample_weight = keras.ops.ones_like(squares)
        self.squares.assign_add(keras.ops.sum(sample_weight * squares))
        self.seen.assign_add(keras.ops.sum(sample_weight))

    def result(self):
        return keras.ops.sqrt(self.squares / self.seen)

    def reset_states(self):
        self.squares.assign(0.0)
        self.seen.assign(0.0)
