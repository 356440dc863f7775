# misconception: second cut taken from all rows, so that parts overlap
# loses: Every row stands in exactly one part
# says: stand in both; leak
row_numbers = np.arange(14064)
rest, test_rows = train_test_split(row_numbers, test_size=0.20, random_state=1)
_, valid_rows = train_test_split(row_numbers, test_size=0.20, random_state=2)
train_rows = rest[:8438]
