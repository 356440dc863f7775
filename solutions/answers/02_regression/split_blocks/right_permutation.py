# style: a permutation, then slices
shuffled = np.random.default_rng(7).permutation(14064)
a, b = int(0.6 * 14064), int(0.8 * 14064)
train_rows, valid_rows, test_rows = shuffled[:a], shuffled[a:b], shuffled[b:]
