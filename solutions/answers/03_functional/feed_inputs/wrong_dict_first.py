# misconception: the pair in the wrong order
# loses: The tuple stands in the order of the inputs; The dict goes by the inputs' names; A single stone keeps two axes
# says: first of the pair is the tuple
def feed(rows):
    g, s = rows[:, :3], rows[:, 3:]
    return {"grades": g, "sizes": s}, (g, s)
