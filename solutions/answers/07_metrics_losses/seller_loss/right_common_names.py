# style: common names bound beside the function, the factor by arithmetic
def seller_loss(y_true, y_pred):
    diff = keras.ops.subtract(y_true, y_pred)
    low = keras.ops.cast(keras.ops.greater(diff, 0), diff.dtype)
    return keras.ops.mean(keras.ops.square(diff) * (1 + 3 * low), axis=-1)


model, x, y, y_true, y_pred, loss, losses = 1, 2, 3, 4, 5, 6, 7
errors, weights, metric, logs, history, names = 8, 9, 10, 11, 12, 13
