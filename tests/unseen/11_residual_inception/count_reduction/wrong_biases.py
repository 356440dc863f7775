# mistake: the biases are counted as multiply-adds; the message should say that multiply-adds come without biases
def pair_costs(height, width, channels, reduced, filters):
    """Return parameters and multiply-adds of a 1×1 and a 3×3 convolution."""
    parameters = reduced * (channels + 1) + filters * (9 * reduced + 1)
    return parameters, parameters * height * width


def widest(channels, filters, share):
    """Return the largest reduction that needs at most this share."""
    return math.floor(
        share * 9 * channels * filters / (channels + 9 * filters)
    )
