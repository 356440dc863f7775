# misconception: as many steps as layers
# loses: The factor of one layer
# says: one step fewer
def fade_rate(norms):
    return (norms[0] / norms[-1]) ** (1 / len(norms))


def reach(rate, least):
    if rate >= 1:
        return math.inf
    return int(math.log(least) / math.log(rate))
