# misconception: tuple in the wrong order
# loses: First the tuple, in the order of the inputs
# says: grades come first
def feed(rows):
    g, s = rows[:, :3], rows[:, 3:]
    return (s, g), {"grades": g, "sizes": s}
