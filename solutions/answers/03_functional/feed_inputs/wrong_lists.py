# misconception: plain Python lists
# loses: The tuple stands in the order of the inputs; The dict goes by the inputs' names
# says: no plain python lists
def feed(rows):
    g, s = rows[:, :3].tolist(), rows[:, 3:].tolist()
    return (g, s), {"grades": g, "sizes": s}
