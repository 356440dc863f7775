# misconception: the pair in the wrong order
# loses: First the tuple, in the order of the inputs
# says: first of the pair is the tuple
def feed(rows):
    g, s = rows[:, :3], rows[:, 3:]
    return {"grades": g, "sizes": s}, (g, s)
