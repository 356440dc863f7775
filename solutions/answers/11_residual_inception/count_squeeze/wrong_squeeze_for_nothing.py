# misconception: the 1×1 layer's own cost is forgotten
# loses: The widest squeeze that pays
# says: isn't free
def squeezed(height, width, channels, squeeze, filters):
    kernels = channels * squeeze + 9 * squeeze * filters
    return kernels + squeeze + filters, height * width * kernels


def widest(channels, filters, share):
    return int(share * channels)
