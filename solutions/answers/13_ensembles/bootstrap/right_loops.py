# style: a loop over rows
def bootstrap(count, seed):
    rows = np.random.default_rng(seed).integers(count, size=count)
    return rows, np.array([row for row in range(count) if row not in rows])


def out_of_bag_mean(probabilities, bags):
    members, rows, classes = np.shape(probabilities)
    result = np.full((rows, classes), np.nan)
    for row in range(rows):
        unseen = [k for k in range(members) if row not in bags[k]]
        if unseen:
            result[row] = np.mean([probabilities[k][row] for k in unseen], axis=0)
    return result
