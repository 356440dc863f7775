# misconception: the forward direction taken for the backward one
# loses: The factor of one layer
# says: from the last layer to the first
def fade_rate(norms):
    return (norms[-1] / norms[0]) ** (1 / (len(norms) - 1))


def reach(rate, least):
    if rate >= 1:
        return math.inf
    return int(math.log(least) / math.log(rate))
