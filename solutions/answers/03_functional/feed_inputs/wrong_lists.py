# misconception: plain Python lists
# loses: First the tuple, in the order of the inputs
# says: no plain python lists
def feed(rows):
    g, s = rows[:, :3].tolist(), rows[:, 3:].tolist()
    return (g, s), {"grades": g, "sizes": s}
