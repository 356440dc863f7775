# style: a list of kernels, and counting up while it pays
def squeezed(height, width, channels, squeeze, filters):
    kernels = np.array([1 * 1 * channels * squeeze, 3 * 3 * squeeze * filters])
    biases = np.array([squeeze, filters])
    return int((kernels + biases).sum()), int((height * width * kernels).sum())


def widest(channels, filters, share):
    most = share * cost(1, 1, channels, filters, 3)[1]
    squeeze = 0
    while squeezed(1, 1, channels, squeeze + 1, filters)[1] <= most:
        squeeze += 1
    return squeeze
