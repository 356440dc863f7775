# misconception: one value for each number instead of one for each sample
# loses: One value for each sample
# says: over the last axis
def seller_loss(y_true, y_pred):
    error = y_pred - y_true
    factor = keras.ops.where(error < 0, 4.0, 1.0)
    return factor * keras.ops.square(error)
