# misconception: a loss that averages over the samples too: a scalar
# loses: One value for each sample
# says: averaged too early
def seller_loss(y_true, y_pred):
    error = y_pred - y_true
    factor = keras.ops.where(error < 0, 4.0, 1.0)
    return keras.ops.mean(factor * keras.ops.square(error))
