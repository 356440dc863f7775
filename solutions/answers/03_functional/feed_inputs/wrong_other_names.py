# misconception: keys that are not the inputs' names
# loses: The dict goes by the inputs' names
# says: no others
def feed(rows):
    g, s = rows[:, :3], rows[:, 3:]
    return (g, s), {"grade": g, "size": s}
