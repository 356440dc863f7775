# misconception: multiply-adds of one place taken for those of the map
# loses: Multiply-adds of both layers
# says: one place of the map
def squeezed(height, width, channels, squeeze, filters):
    kernels = channels * squeeze + 9 * squeeze * filters
    return kernels + squeeze + filters, kernels


def widest(channels, filters, share):
    return int(share * 9 * channels * filters / (channels + 9 * filters))
