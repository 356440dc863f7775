# misconception: the first layer with too little taken for the last with enough
# loses: How many layers it reaches
# says: too little is left
def fade_rate(norms):
    return (norms[0] / norms[-1]) ** (1 / (len(norms) - 1))


def reach(rate, least):
    if rate >= 1:
        return math.inf
    layers_back = 0
    while rate**layers_back >= least:
        layers_back += 1
    return layers_back
