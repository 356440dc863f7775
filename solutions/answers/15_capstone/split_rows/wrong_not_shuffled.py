# misconception: the words are cut in the order of the alphabet
# loses: The seed decides
# says: other rows; Is the seed used
def split_rows(words, seed):
    words = np.array(words)
    different = np.unique(words)
    a, b = int(0.7 * len(different)), int(0.85 * len(different))
    pieces = [different[:a], different[a:b], different[b:]]
    return [np.flatnonzero(np.isin(words, piece)) for piece in pieces]
