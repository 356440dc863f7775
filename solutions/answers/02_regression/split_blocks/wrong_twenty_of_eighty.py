# misconception: 20 % of what is left taken for 20 % of all
# loses: The parts are 60, 20 and 20 percent
# says: 20 percent of 80 percent are 16
row_numbers = np.arange(14064)
rest, test_rows = train_test_split(row_numbers, test_size=0.20, random_state=1)
train_rows, valid_rows = train_test_split(rest, test_size=0.20, random_state=1)
