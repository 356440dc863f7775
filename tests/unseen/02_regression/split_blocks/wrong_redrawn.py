# mistake: each part is drawn anew from all rows, with repeats, so rows stand in several parts and others in none; the message should say so
rng = np.random.default_rng(0)
train_rows = rng.choice(row_numbers, 8438)
valid_rows = rng.choice(row_numbers, 2813)
test_rows = rng.choice(row_numbers, 2813)
