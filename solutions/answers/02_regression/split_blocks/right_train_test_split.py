# style: train_test_split twice
row_numbers = np.arange(14064)
most, test_rows = train_test_split(row_numbers, test_size=0.2)
train_rows, valid_rows = train_test_split(most, test_size=0.25)
