# misconception: filters counted without their biases
# loses: Parameters of both layers
# says: has a bias besides
def squeezed(height, width, channels, squeeze, filters):
    kernels = channels * squeeze + 9 * squeeze * filters
    return kernels, height * width * kernels


def widest(channels, filters, share):
    return int(share * 9 * channels * filters / (channels + 9 * filters))
