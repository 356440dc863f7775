# misconception: the members' accuracies as weights
# loses: The lowest validation loss
# says: accuracies as weights
def validation_weights(valid, y_valid, test, y_test):
    weights = np.array([(one.argmax(axis=1) == y_valid).mean() for one in valid])
    weights = weights / weights.sum()
    mixed = np.tensordot(weights, np.asarray(test), axes=1)
    return weights, (mixed.argmax(axis=1) == y_test).mean()
