# misconception: NumPy inside a loss: no gradient, no graph
# loses: A model learns from it
# says: keras.ops
def seller_loss(y_true, y_pred):
    error = np.array(y_pred) - np.array(y_true)
    return keras.ops.convert_to_tensor(np.mean(np.where(error < 0, 4, 1) * error**2, axis=-1))
