# misconception: shuffling switched off, so the file's order stays
# loses: Shuffled before the cut
# says: shuffle, then cut
row_numbers = np.arange(14064)
rest, test_rows = train_test_split(row_numbers, test_size=0.2, shuffle=False)
train_rows, valid_rows = train_test_split(rest, test_size=0.25, shuffle=False)
