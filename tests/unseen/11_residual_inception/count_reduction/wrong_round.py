# mistake: widest rounds to the nearest whole number; the message should say that its result needs more than the share, so round down
def pair_costs(height, width, channels, reduced, filters):
    """Return parameters and multiply-adds of a 1×1 and a 3×3 convolution."""
    first = cost(height, width, channels, reduced, 1)
    second = cost(height, width, reduced, filters, 3)
    return first[0] + second[0], first[1] + second[1]


def widest(channels, filters, share):
    """Return the largest reduction that needs at most this share."""
    return round(share * 9 * channels * filters / (channels + 9 * filters))
