# misconception: loss sign swapped: the overestimate counts four times
# loses: An underestimate counts four times
# says: the sides are swapped
def seller_loss(y_true, y_pred):
    error = y_pred - y_true
    factor = keras.ops.where(error > 0, 4.0, 1.0)
    return keras.ops.mean(factor * keras.ops.square(error), axis=-1)
