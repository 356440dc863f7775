# mistake: the tuple holds sizes before grades; the message should say that in a tuple the order of pricer.inputs decides
def feed(rows):
    """Return the columns of rows as a tuple and as a dict for `pricer`."""
    grades = rows[:, :3]
    sizes = rows[:, 3:]
    return (sizes, grades), {"sizes": sizes, "grades": grades}
