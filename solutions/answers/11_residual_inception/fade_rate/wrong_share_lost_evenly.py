# misconception: each layer takes away the same amount, not the same share
# loses: The factor of one layer; How many layers it reaches
# says: multiplied
def fade_rate(norms):
    return norms[0] / norms[-1] / (len(norms) - 1)


def reach(rate, least):
    return math.inf if rate >= 1 else (1 - least) // (1 - rate)
