# misconception: one price for each split, and no mean
# loses: Mean of validation minus test accuracy; Chosen anew in each split
# says: mean over all splits
def price_of_choosing(valid, test):
    rows = np.arange(len(valid))
    chosen = valid.argmax(axis=1)
    return valid[rows, chosen] - test[rows, chosen]
