# style: nanmean over a copy
def bootstrap(count, seed):
    rng = np.random.default_rng(seed)
    rows = rng.choice(np.arange(count), count, replace=True)
    return rows, set(range(count)).difference(rows.tolist())


def out_of_bag_mean(probabilities, bags):
    copy = np.array(probabilities, dtype=float)
    for member, bag in enumerate(bags):
        copy[member, bag] = np.nan
    return np.nanmean(copy, axis=0)
