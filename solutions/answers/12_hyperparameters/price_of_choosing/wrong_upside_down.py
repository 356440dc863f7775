# misconception: test minus validation
# loses: Mean of validation minus test accuracy; The chosen candidate's own test accuracy; Chosen anew in each split
# says: Upside down
def price_of_choosing(valid, test):
    rows = np.arange(len(valid))
    chosen = valid.argmax(axis=1)
    return (test[rows, chosen] - valid[rows, chosen]).mean()
