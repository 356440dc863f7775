# misconception: the share is passed, since the squeeze is rounded up
# loses: The widest squeeze that pays
# says: round down
def squeezed(height, width, channels, squeeze, filters):
    kernels = channels * squeeze + 9 * squeeze * filters
    return kernels + squeeze + filters, height * width * kernels


def widest(channels, filters, share):
    return math.ceil(share * 9 * channels * filters / (channels + 9 * filters))
