# misconception: summed over the outputs instead of averaged
# loses: One value for each sample
# says: A sum grows
def seller_loss(y_true, y_pred):
    error = y_pred - y_true
    factor = keras.ops.where(error < 0, 4.0, 1.0)
    return keras.ops.sum(factor * keras.ops.square(error), axis=-1)
