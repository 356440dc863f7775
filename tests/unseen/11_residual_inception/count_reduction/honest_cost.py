# way: adds the lesson's cost tuples as NumPy arrays; widest counts up with the same functions on a map of one place
def pair_costs(height, width, channels, reduced, filters):
    """Return parameters and multiply-adds of a 1×1 and a 3×3 convolution."""
    first = cost(height, width, channels, reduced, window=1)
    second = cost(height, width, reduced, filters, window=3)
    return np.array(first) + np.array(second)


def widest(channels, filters, share):
    """Return the largest reduction that needs at most this share."""
    limit = share * cost(1, 1, channels, filters, 3)[1]
    reduced = 0
    while pair_costs(1, 1, channels, reduced + 1, filters)[1] <= limit:
        reduced += 1
    return reduced
