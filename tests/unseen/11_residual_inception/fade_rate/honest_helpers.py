# way: unpacks first and last, logarithms with a correction step for exact powers, float("inf")
def fade_rate(norms):
    """Return the mean factor of one layer in the backward direction."""
    first, *_, last = norms
    return (first / last) ** (1 / (len(norms) - 1))


def reach(rate, least):
    """Return how many layers back at least this share is left."""
    if not rate < 1:
        return float("inf")
    steps = math.floor(math.log(least) / math.log(rate))
    # a logarithm may be a hair too small or too large
    if rate ** (steps + 1) >= least:
        steps += 1
    elif rate**steps < least:
        steps -= 1
    return steps
