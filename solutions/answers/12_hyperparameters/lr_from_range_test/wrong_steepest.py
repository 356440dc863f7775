# misconception: another rule: where the loss falls fastest
# loses: A tenth of the rate at the lowest loss
# says: another rule
def lr_from_range_test(rates, losses):
    whole = losses[np.isfinite(losses)]
    return rates[np.argmin(np.diff(whole))]
