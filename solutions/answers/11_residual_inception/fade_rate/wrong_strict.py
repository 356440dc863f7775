# misconception: a power that equals the share is not counted
# loses: How many layers it reaches
# says: a power that equals it
def fade_rate(norms):
    """Return the mean factor of one layer in the backward direction."""
    return (norms[0] / norms[-1]) ** (1 / (len(norms) - 1))


def reach(rate, least):
    """Return how many layers back at least this share is left."""
    if rate >= 1:
        return math.inf
    n = 0
    while rate ** (n + 1) > least:
        n += 1
    return n
