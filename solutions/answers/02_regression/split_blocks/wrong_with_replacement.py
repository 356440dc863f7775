# misconception: rows drawn with putting back
# loses: Every row stands in exactly one part
# says: stand in both
draw = np.random.default_rng(1)
train_rows = draw.integers(0, 14064, size=8438)
valid_rows = draw.integers(0, 14064, size=2813)
test_rows = draw.integers(0, 14064, size=2813)
