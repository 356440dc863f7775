# misconception: a bootstrap sample without replacement
# loses: As many draws as rows, with replacement
# says: without replacement
def bootstrap(count, seed):
    rows = np.random.default_rng(seed).choice(count, size=count, replace=False)
    return rows, np.setdiff1d(np.arange(count), rows)


def out_of_bag_mean(probabilities, bags):
    members, rows, classes = np.shape(probabilities)
    result = np.full((rows, classes), np.nan)
    for row in range(rows):
        unseen = [k for k in range(members) if row not in bags[k]]
        if unseen:
            result[row] = np.mean([probabilities[k][row] for k in unseen], axis=0)
    return result
