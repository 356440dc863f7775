# misconception: a slice's end taken to be part of it
# loses: First the tuple, in the order of the inputs
# says: slice's end is not part of it
def feed(rows):
    g, s = rows[:, 0:2], rows[:, 3:7]
    return (g, s), {"grades": g, "sizes": s}
