# way: floor division and int, returns a list, own formula
def pair_costs(height, width, channels, reduced, filters):
    """Return parameters and multiply-adds of a 1×1 and a 3×3 convolution."""
    weights = reduced * (channels + 9 * filters)
    return [weights + reduced + filters, height * width * weights]


def widest(channels, filters, share):
    """Return the largest reduction that needs at most this share."""
    single = 9 * channels * filters
    return int(share * single // (channels + 9 * filters))
