# misconception: a rate of 1 or more is not thought of
# loses: A gradient that never fades
# says: a factor of 1 or more
def fade_rate(norms):
    return (norms[0] / norms[-1]) ** (1 / (len(norms) - 1))


def reach(rate, least):
    return sum(rate**n >= least for n in range(1, 1000))
