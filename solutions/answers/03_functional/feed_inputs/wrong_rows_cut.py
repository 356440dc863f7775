# misconception: rows cut instead of columns
# loses: First the tuple, in the order of the inputs
# says: cut columns, not rows
def feed(rows):
    g, s = rows[:3], rows[3:]
    return (g, s), {"grades": g, "sizes": s}
