# mistake: the overestimate counts four times; message: too LOW is costly here, prediction minus truth is negative then
def seller_loss(y_true, y_pred):
    """Squared error in which an underestimate counts four times."""
    error = y_pred - y_true
    factor = keras.ops.where(error > 0, 4.0, 1.0)
    return keras.ops.mean(factor * keras.ops.square(error), axis=-1)
