# misconception: weights chosen on the test set, by the accuracy
# loses: The lowest validation loss
# says: test data
def validation_weights(valid, y_valid, test, y_test):
    valid, test = np.asarray(valid), np.asarray(test)
    grid = [np.array(g) / 10 for g in itertools.product(range(11), repeat=len(valid)) if sum(g) == 10]
    weights = max(grid, key=lambda w: (np.tensordot(w, test, 1).argmax(1) == y_test).mean())
    return weights, (np.tensordot(weights, test, 1).argmax(1) == y_test).mean()
