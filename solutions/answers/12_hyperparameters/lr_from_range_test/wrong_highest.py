# misconception: the highest loss taken for the best, as with an accuracy
# loses: A tenth of the rate at the lowest loss; Losses that are no number do not count
# says: highest loss
def lr_from_range_test(rates, losses):
    return rates[np.nanargmax(losses)] / 10
