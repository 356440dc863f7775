# misconception: the rows that are in the sample
# loses: Out of bag are the rows that are missing
# says: a member has seen them
def bootstrap(count, seed):
    rows = np.random.default_rng(seed).choice(count, size=count)
    return rows, np.unique(rows)


def out_of_bag_mean(probabilities, bags):
    members, rows, classes = np.shape(probabilities)
    result = np.full((rows, classes), np.nan)
    for row in range(rows):
        unseen = [k for k in range(members) if row not in bags[k]]
        if unseen:
            result[row] = np.mean([probabilities[k][row] for k in unseen], axis=0)
    return result
