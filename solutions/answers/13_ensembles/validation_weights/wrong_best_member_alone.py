# misconception: all weight on the best member
# loses: The lowest validation loss
# says: best alone
def validation_weights(valid, y_valid, test, y_test):
    losses = [cross_entropy(np.asarray(one), y_valid) for one in valid]
    weights = np.eye(len(valid))[np.argmin(losses)]
    mixed = np.tensordot(weights, np.asarray(test), axes=1)
    return weights, (mixed.argmax(axis=1) == y_test).mean()
