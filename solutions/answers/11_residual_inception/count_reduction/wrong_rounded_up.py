# misconception: the share is passed, since the result is rounded up
# loses: The widest reduction that pays
# says: round down
def pair_costs(height, width, channels, reduced, filters):
    kernels = channels * reduced + 9 * reduced * filters
    return kernels + reduced + filters, height * width * kernels


def widest(channels, filters, share):
    return math.ceil(share * 9 * channels * filters / (channels + 9 * filters))
