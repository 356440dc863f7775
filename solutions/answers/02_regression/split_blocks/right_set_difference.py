# style: draw without replacement, then what is left over
row_numbers = np.arange(14064)
draw = np.random.default_rng(0)
test_rows = draw.choice(row_numbers, size=2813, replace=False)
left = np.setdiff1d(row_numbers, test_rows)
valid_rows = draw.choice(left, size=2813, replace=False)
train_rows = np.setdiff1d(left, valid_rows)
