# mistake: the square root of the example is used for every length; the message should say that n norms have n - 1 steps and so need the (n - 1)-th root
def fade_rate(norms):
    """Return the mean factor of one layer in the backward direction."""
    return math.sqrt(norms[0] / norms[-1])


def reach(rate, least):
    """Return how many layers back at least this share is left."""
    if rate >= 1:
        return math.inf
    n = 0
    while rate ** (n + 1) >= least:
        n += 1
    return n
