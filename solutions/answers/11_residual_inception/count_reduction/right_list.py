# style: a list, and a search from above
def pair_costs(height, width, channels, reduced, filters):
    weights = [channels * reduced, 9 * reduced * filters]
    return [sum(weights) + reduced + filters, height * width * sum(weights)]


def widest(channels, filters, share):
    single = 9 * channels * filters
    fits = [n for n in range(1, 4 * channels) if pair_costs(1, 1, channels, n, filters)[1] <= share * single]
    return max(fits, default=0)
