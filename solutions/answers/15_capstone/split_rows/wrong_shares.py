# misconception: 0.80, 0.10 and 0.10
# loses: Seven, one and a half, and one and a half of ten
# says: 0.70, 0.15 and 0.15
def split_rows(words, seed):
    words = np.array(words)
    different = np.random.default_rng(seed).permutation(np.unique(words))
    a, b = int(0.8 * len(different)), int(0.9 * len(different))
    pieces = [different[:a], different[a:b], different[b:]]
    return [np.flatnonzero(np.isin(words, piece)) for piece in pieces]
