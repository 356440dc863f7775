# mistake: 0.2 twice gives 64/16/20 percent; the message should say that 20 % of all is a quarter of the rest
rest, test_rows = train_test_split(row_numbers, test_size=0.2, random_state=1)
train_rows, valid_rows = train_test_split(rest, test_size=0.2, random_state=1)
