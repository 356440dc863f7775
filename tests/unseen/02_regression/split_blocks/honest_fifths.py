# way: five equal parts of a permutation; three of them make the training rows
fifths = np.array_split(np.random.default_rng(8).permutation(row_numbers), 5)
train_rows = np.concatenate(fifths[:3])
valid_rows, test_rows = fifths[3], fifths[4]
