# misconception: a generator that goes on from call to call, whatever the seed
# loses: The seed decides
# says: the same split for the same seed; inside the function
generator = np.random.default_rng(15)


def split_rows(words, seed):
    words = np.array(words)
    different = generator.permutation(np.unique(words))
    a, b = int(0.7 * len(different)), int(0.85 * len(different))
    pieces = [different[:a], different[a:b], different[b:]]
    return [np.flatnonzero(np.isin(words, piece)) for piece in pieces]
