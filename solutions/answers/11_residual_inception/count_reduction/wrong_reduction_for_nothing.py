# misconception: the 1×1 layer's own cost is forgotten
# loses: The widest reduction that pays
# says: isn't free
def pair_costs(height, width, channels, reduced, filters):
    kernels = channels * reduced + 9 * reduced * filters
    return kernels + reduced + filters, height * width * kernels


def widest(channels, filters, share):
    return int(share * channels)
