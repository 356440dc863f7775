# way: two relus, squared separately, tf.reduce_mean
def seller_loss(y_true, y_pred):
    """Squared error in which an underestimate counts four times."""
    under = tf.nn.relu(y_true - y_pred)
    over = tf.nn.relu(y_pred - y_true)
    return tf.reduce_mean(4 * under**2 + over**2, axis=-1)
