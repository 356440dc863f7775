# misconception: out-of-bag rows drawn anew
# loses: Out of bag are the rows that are missing
# says: a member has seen them
def bootstrap(count, seed):
    draw = np.random.default_rng(seed)
    rows = draw.choice(count, size=count)
    return rows, draw.choice(count, size=count // 3, replace=False)


def out_of_bag_mean(probabilities, bags):
    members, rows, classes = np.shape(probabilities)
    result = np.full((rows, classes), np.nan)
    for row in range(rows):
        unseen = [k for k in range(members) if row not in bags[k]]
        if unseen:
            result[row] = np.mean([probabilities[k][row] for k in unseen], axis=0)
    return result
