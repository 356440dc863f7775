# misconception: the sign of the error is looked for after it has been squared
# loses: An underestimate counts four times
# says: both sides alike
def seller_loss(y_true, y_pred):
    error = keras.ops.square(y_pred - y_true)
    factor = keras.ops.where(error < 0, 4.0, 1.0)
    return keras.ops.mean(factor * error, axis=-1)
