# misconception: parameters times places taken for multiply-adds, biases and all
# loses: Multiply-adds of both layers
# says: only added
def squeezed(height, width, channels, squeeze, filters):
    parameters = channels * squeeze + squeeze + 9 * squeeze * filters + filters
    return parameters, height * width * parameters


def widest(channels, filters, share):
    return int(share * 9 * channels * filters / (channels + 9 * filters))
