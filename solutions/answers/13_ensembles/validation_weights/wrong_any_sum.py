# misconception: weights whose sum is free
# loses: Weights that add to one; The lowest validation loss
# says: sum of
def validation_weights(valid, y_valid, test, y_test):
    valid, test = np.asarray(valid), np.asarray(test)
    grid = [np.array(g) / 10 for g in itertools.product(range(11), repeat=len(valid)) if sum(g)]
    weights = min(grid, key=lambda w: cross_entropy(np.tensordot(w, valid, 1), y_valid))
    return weights, (np.tensordot(weights, test, 1).argmax(1) == y_test).mean()
