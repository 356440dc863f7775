# misconception: filters counted without their biases
# loses: Parameters of both layers
# says: has a bias besides
def pair_costs(height, width, channels, reduced, filters):
    kernels = channels * reduced + 9 * reduced * filters
    return kernels, height * width * kernels


def widest(channels, filters, share):
    return int(share * 9 * channels * filters / (channels + 9 * filters))
