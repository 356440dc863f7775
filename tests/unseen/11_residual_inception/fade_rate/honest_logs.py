# way: mean of logarithms in NumPy, and reach by counting powers; returns NumPy numbers
def fade_rate(norms):
    """Return the mean factor of one layer in the backward direction."""
    logs = np.log(np.asarray(norms, dtype=float))
    return np.exp(-np.mean(np.diff(logs)))


def reach(rate, least):
    """Return how many layers back at least this share is left."""
    if rate >= 1:
        return np.inf
    n = 0
    while rate ** (n + 1) >= least:
        n += 1
    return n
