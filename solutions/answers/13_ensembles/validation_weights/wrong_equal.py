# misconception: equal weights, without a search
# loses: The lowest validation loss
# says: count the same
def validation_weights(valid, y_valid, test, y_test):
    weights = np.full(len(valid), 1 / len(valid))
    mixed = np.tensordot(weights, np.asarray(test), axes=1)
    return weights, (mixed.argmax(axis=1) == y_test).mean()
