# misconception: multiply-adds of one place taken for those of the map
# loses: Multiply-adds of both layers
# says: one place of the map
def pair_costs(height, width, channels, reduced, filters):
    kernels = channels * reduced + 9 * reduced * filters
    return kernels + reduced + filters, kernels


def widest(channels, filters, share):
    return int(share * 9 * channels * filters / (channels + 9 * filters))
