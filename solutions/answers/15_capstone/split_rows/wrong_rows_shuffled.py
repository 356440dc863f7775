# misconception: the rows are shuffled and cut, so that words fall into two parts
# loses: No word is in two parts
# says: Divide the words
def split_rows(words, seed):
    order = np.random.default_rng(seed).permutation(len(words))
    a, b = int(0.7 * len(words)), int(0.85 * len(words))
    return order[:a], order[a:b], order[b:]
