# style: masks, and a weighted sum
def bootstrap(count, seed):
    rows = np.random.RandomState(seed).randint(0, count, count)
    drawn = np.bincount(rows, minlength=count) > 0
    return rows, np.flatnonzero(~drawn)


def out_of_bag_mean(probabilities, bags):
    probabilities = np.asarray(probabilities)
    unseen = np.ones(probabilities.shape[:2])
    for member, bag in enumerate(bags):
        unseen[member, np.asarray(bag)] = 0
    total = np.einsum("mr,mrc->rc", unseen, probabilities)
    count = unseen.sum(axis=0)[:, None]
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
