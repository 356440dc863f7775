# mistake: squares the factor too, so an underestimate counts 16 times; message: square the error, not the factor
def seller_loss(y_true, y_pred):
    """Squared error in which an underestimate counts four times."""
    error = y_pred - y_true
    factor = keras.ops.where(error < 0, 4.0, 1.0)
    return keras.ops.mean(keras.ops.square(factor * error), axis=-1)
