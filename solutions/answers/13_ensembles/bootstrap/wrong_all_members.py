# misconception: all members are averaged, seen rows included
# loses: Only members that have not seen the row; A row that all have seen is nan
# says: All members were averaged
def bootstrap(count, seed):
    rows = np.random.default_rng(seed).integers(count, size=count)
    return rows, np.array([row for row in range(count) if row not in rows])


def out_of_bag_mean(probabilities, bags):
    return np.mean(probabilities, axis=0)
