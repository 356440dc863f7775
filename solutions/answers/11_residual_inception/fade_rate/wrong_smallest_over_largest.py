# misconception: the smallest norm over the largest one
# loses: The factor of one layer
# says: may grow on the way
def fade_rate(norms):
    """Return the mean factor of one layer in the backward direction."""
    return (min(norms) / max(norms)) ** (1 / (len(norms) - 1))


def reach(rate, least):
    """Return how many layers back at least this share is left."""
    if rate >= 1:
        return math.inf
    n = 0
    while rate ** (n + 1) >= least:
        n += 1
    return n
