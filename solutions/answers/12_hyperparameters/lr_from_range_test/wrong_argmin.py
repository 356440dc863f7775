# misconception: nan taken for the lowest loss
# loses: Losses that are no number do not count
# says: lowest of all
def lr_from_range_test(rates, losses):
    return rates[np.argmin(losses)] / 10
