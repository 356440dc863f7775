# misconception: zeros where the row was seen, averaged over all members
# loses: Only members that have not seen the row; A row that all have seen is nan
# says: and not by all
def bootstrap(count, seed):
    rows = np.random.default_rng(seed).integers(count, size=count)
    return rows, np.array([row for row in range(count) if row not in rows])


def out_of_bag_mean(probabilities, bags):
    copy = np.array(probabilities)
    for member, bag in enumerate(bags):
        copy[member, bag] = 0
    return copy.mean(axis=0)
