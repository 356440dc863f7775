# mistake: the slice 3:7 leaves out the last column (the end of a slice is not part of it); the message should show the shape (n, 4) against (n, 5)
def feed(rows):
    """Return the columns of rows as a tuple and as a dict for `pricer`."""
    grades, sizes = rows[:, 0:3], rows[:, 3:7]
    return (grades, sizes), {"grades": grades, "sizes": sizes}
