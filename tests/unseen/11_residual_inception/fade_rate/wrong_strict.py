# mistake: a power equal to the share is not counted; the message should say that 0.5 and 0.25 give 2 ("at least")
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
