# way: drawn by choice without replacement and setdiff1d; each part is then sorted upwards
row_numbers = np.arange(14064)
rng = np.random.default_rng(2024)
test_rows = np.sort(rng.choice(row_numbers, size=2813, replace=False))
left = np.setdiff1d(row_numbers, test_rows)
valid_rows = np.sort(rng.choice(left, size=2813, replace=False))
train_rows = np.setdiff1d(left, valid_rows)
