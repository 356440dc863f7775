# misconception: the place of the lowest loss returned
# loses: A tenth of the rate at the lowest loss
# says: which rate stands there
def lr_from_range_test(rates, losses):
    return int(np.nanargmin(losses))
