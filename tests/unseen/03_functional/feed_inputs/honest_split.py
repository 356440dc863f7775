# way: np.split along the columns, dict made by zip with the names of pricer.inputs
def feed(rows):
    """Return the columns of rows as a tuple and as a dict for `pricer`."""
    parts = tuple(np.split(np.asarray(rows), [3], axis=1))
    names = [tensor.name for tensor in pricer.inputs]
    return parts, dict(zip(names, parts))
