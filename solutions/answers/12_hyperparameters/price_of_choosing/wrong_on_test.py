# misconception: chosen on test data
# loses: The chosen candidate's own test accuracy
# says: Chosen on test data
def price_of_choosing(valid, test):
    rows = np.arange(len(test))
    chosen = test.argmax(axis=1)
    return (valid[rows, chosen] - test[rows, chosen]).mean()
