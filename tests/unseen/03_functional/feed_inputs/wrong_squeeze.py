# mistake: squeeze turns a single stone into flat arrays of shape (3,) and (5,); the message should say that one stone must keep its axis
def feed(rows):
    """Return the columns of rows as a tuple and as a dict for `pricer`."""
    grades = np.squeeze(rows[:, :3])
    sizes = np.squeeze(rows[:, 3:])
    return (grades, sizes), {"grades": grades, "sizes": sizes}
