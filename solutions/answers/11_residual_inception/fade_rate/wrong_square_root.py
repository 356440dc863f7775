# misconception: the square root of the example, for any number of norms
# loses: The factor of one layer
# says: A square root fits three norms only
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
