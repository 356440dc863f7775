# misconception: two thirds of the rows, each once
# loses: As many draws as rows, with replacement
# says: as long as the data
def bootstrap(count, seed):
    order = np.random.default_rng(seed).permutation(count)
    return order[: 2 * count // 3], order[2 * count // 3 :]


def out_of_bag_mean(probabilities, bags):
    members, rows, classes = np.shape(probabilities)
    result = np.full((rows, classes), np.nan)
    for row in range(rows):
        unseen = [k for k in range(members) if row not in bags[k]]
        if unseen:
            result[row] = np.mean([probabilities[k][row] for k in unseen], axis=0)
    return result
