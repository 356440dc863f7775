# misconception: only the test rows drawn at random, the rest cut in file order
# loses: Shuffled before the cut
# says: shuffle
row_numbers = np.arange(14064)
rest, test_rows = train_test_split(row_numbers, test_size=0.20, random_state=1)
rest = np.sort(rest)
train_rows, valid_rows = rest[:8438], rest[8438:]
