# way: doubles the underestimate before the square (2**2 = 4) and takes sum over last axis divided by its length
def seller_loss(y_true, y_pred):
    """Squared error in which an underestimate counts four times."""
    diff = y_pred - y_true
    bent = keras.ops.maximum(diff, -2 * diff)  # diff, or twice as much below
    columns = keras.ops.shape(diff)[-1]
    return keras.ops.sum(bent * bent, axis=-1) / columns
