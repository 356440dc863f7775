# misconception: last 20 % taken from sorted data
# loses: Shuffled before the cut
# says: sorted by place; shuffle
row_numbers = np.arange(14064)
train_rows = row_numbers[:8438]
valid_rows = row_numbers[8438:11251]
test_rows = row_numbers[11251:]
