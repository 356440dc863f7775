# misconception: rows cut instead of columns
# loses: The tuple stands in the order of the inputs; The dict goes by the inputs' names; A single stone keeps two axes
# says: cut columns, not rows
def feed(rows):
    g, s = rows[:3], rows[3:]
    return (g, s), {"grades": g, "sizes": s}
