# misconception: one candidate chosen for all splits
# loses: Chosen anew in each split
# says: in each split
def price_of_choosing(valid, test):
    chosen = valid.mean(axis=0).argmax()
    return (valid[:, chosen] - test[:, chosen]).mean()
