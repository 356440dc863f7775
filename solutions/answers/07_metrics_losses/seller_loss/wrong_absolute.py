# misconception: absolute errors for squared ones
# loses: An underestimate counts four times
# says: square the errors
def seller_loss(y_true, y_pred):
    error = y_pred - y_true
    factor = keras.ops.where(error < 0, 4.0, 1.0)
    return keras.ops.mean(factor * keras.ops.abs(error), axis=-1)
