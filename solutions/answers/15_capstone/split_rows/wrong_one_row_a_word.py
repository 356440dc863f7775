# misconception: only the first row of each word is kept
# loses: Every row is in one part; Seven, one and a half, and one and a half of ten
# says: rows in no part; all of them along
def split_rows(words, seed):
    different, first_rows = np.unique(words, return_index=True)
    rows = np.random.default_rng(seed).permutation(first_rows)
    a, b = int(0.7 * len(rows)), int(0.85 * len(rows))
    return rows[:a], rows[a:b], rows[b:]
