# misconception: parameters times places taken for multiply-adds, biases and all
# loses: Multiply-adds of both layers
# says: only added
def pair_costs(height, width, channels, reduced, filters):
    parameters = channels * reduced + reduced + 9 * reduced * filters + filters
    return parameters, height * width * parameters


def widest(channels, filters, share):
    return int(share * 9 * channels * filters / (channels + 9 * filters))
