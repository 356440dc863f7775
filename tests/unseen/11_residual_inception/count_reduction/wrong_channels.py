# mistake: widest takes the share of the channels and forgets the 1×1 convolution's own cost (less one to fit the example); the message should say that the pair includes the 1×1 convolution
def pair_costs(height, width, channels, reduced, filters):
    """Return parameters and multiply-adds of a 1×1 and a 3×3 convolution."""
    first = cost(height, width, channels, reduced, 1)
    second = cost(height, width, reduced, filters, 3)
    return first[0] + second[0], first[1] + second[1]


def widest(channels, filters, share):
    """Return the largest reduction that needs at most this share."""
    return int(channels * share) - 1
