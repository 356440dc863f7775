# misconception: the loss returned, not the rate
# loses: A tenth of the rate at the lowest loss
# says: That is a loss
def lr_from_range_test(rates, losses):
    return np.nanmin(losses) / 10
