# style: both sides apart, like the lesson's loss
def seller_loss(y_true, y_pred):
    too_low = keras.ops.maximum(y_true - y_pred, 0)
    too_high = keras.ops.maximum(y_pred - y_true, 0)
    return keras.ops.mean(4 * too_low**2 + too_high**2, axis=-1)
