# style: written out, with a floor division
def pair_costs(height, width, channels, reduced, filters):
    one = channels * reduced
    three = 3 * 3 * reduced * filters
    parameters = one + reduced + three + filters
    return parameters, (one + three) * height * width


def widest(channels, filters, share):
    return math.floor(9 * share * channels * filters / (9 * filters + channels))
