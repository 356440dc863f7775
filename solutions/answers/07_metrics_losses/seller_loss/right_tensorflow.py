# style: TensorFlow's functions, a mask as a number
def seller_loss(y_true, y_pred):
    y_true = tf.cast(y_true, y_pred.dtype)
    low = tf.cast(y_pred < y_true, y_pred.dtype)
    return tf.reduce_mean((1.0 + 3.0 * low) * tf.math.squared_difference(y_true, y_pred), axis=-1)
