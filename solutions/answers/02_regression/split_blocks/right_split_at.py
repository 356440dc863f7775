# style: shuffle in place, np.split, lists
row_numbers = np.arange(14064)
np.random.shuffle(row_numbers)
train_rows, valid_rows, test_rows = [part.tolist() for part in np.split(row_numbers, [8438, 11251])]
