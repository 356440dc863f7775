# misconception: a Python if over a whole batch
# loses: An underestimate counts four times; One value for each sample; A model learns from it
# says: no single yes or no
def seller_loss(y_true, y_pred):
    error = y_pred - y_true
    if error < 0:
        return 4 * keras.ops.mean(error**2, axis=-1)
    return keras.ops.mean(error**2, axis=-1)
