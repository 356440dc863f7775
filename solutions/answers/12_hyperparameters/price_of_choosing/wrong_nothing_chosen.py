# misconception: the mean over all candidates
# loses: Mean of validation minus test accuracy; The chosen candidate's own test accuracy; Chosen anew in each split
# says: Nothing was chosen
def price_of_choosing(valid, test):
    return (valid - test).mean()
