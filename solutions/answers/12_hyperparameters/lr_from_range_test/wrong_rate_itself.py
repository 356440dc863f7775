# misconception: the rate at the lowest loss itself
# loses: A tenth of the rate at the lowest loss
# says: too large already
def lr_from_range_test(rates, losses):
    return rates[np.nanargmin(losses)]
