# misconception: the batch of one squeezed away
# loses: A single stone keeps two axes
# says: batch of one
def feed(rows):
    g, s = np.squeeze(rows[:, :3]), np.squeeze(rows[:, 3:])
    return (g, s), {"grades": g, "sizes": s}
