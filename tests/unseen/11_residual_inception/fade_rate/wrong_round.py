# mistake: the logarithm is rounded to the nearest whole number; the message should say that the last power is less than the share, so round down
def fade_rate(norms):
    """Return the mean factor of one layer in the backward direction."""
    return (norms[0] / norms[-1]) ** (1 / (len(norms) - 1))


def reach(rate, least):
    """Return how many layers back at least this share is left."""
    if rate >= 1:
        return math.inf
    return round(math.log(least) / math.log(rate))
