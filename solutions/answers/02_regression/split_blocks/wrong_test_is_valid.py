# misconception: the same rows used for validation and test
# loses: Every row stands in exactly one part; The parts are 60, 20 and 20 percent
# says: stand in both
row_numbers = np.arange(14064)
train_rows, valid_rows = train_test_split(row_numbers, test_size=0.20, random_state=1)
test_rows = valid_rows
