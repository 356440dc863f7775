# mistake: sum over the last axis in place of the mean; message: with several columns a sample's loss is the mean of them
def seller_loss(y_true, y_pred):
    """Squared error in which an underestimate counts four times."""
    error = y_pred - y_true
    factor = keras.ops.where(error < 0, 4.0, 1.0)
    return keras.ops.sum(factor * keras.ops.square(error), axis=-1)
