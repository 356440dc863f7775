# misconception: the factor is squared with the error
# loses: An underestimate counts four times
# says: The factor was squared
def seller_loss(y_true, y_pred):
    error = y_pred - y_true
    factor = keras.ops.where(error < 0, 4.0, 1.0)
    return keras.ops.mean(keras.ops.square(factor * error), axis=-1)
