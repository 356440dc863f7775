# misconception: another rule: where the loss falls fastest
# loses: A tenth of the rate at the lowest loss
# says: another rule
def lr_from_range_test(rates, losses):
    good = np.isfinite(losses)
    return np.asarray(rates)[good][np.argmin(np.diff(losses[good]))]
