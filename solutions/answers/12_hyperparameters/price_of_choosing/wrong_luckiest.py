# misconception: the best test accuracy taken, of whichever candidate
# loses: The chosen candidate's own test accuracy
# says: the luckiest
def price_of_choosing(valid, test):
    rows = np.arange(len(valid))
    chosen = valid.argmax(axis=1)
    return (valid.max(axis=1) - test.max(axis=1)).mean()
