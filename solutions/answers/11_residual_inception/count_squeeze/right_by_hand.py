# style: written out, with a floor division
def squeezed(height, width, channels, squeeze, filters):
    one = channels * squeeze
    three = 3 * 3 * squeeze * filters
    parameters = one + squeeze + three + filters
    return parameters, (one + three) * height * width


def widest(channels, filters, share):
    return math.floor(9 * share * channels * filters / (9 * filters + channels))
