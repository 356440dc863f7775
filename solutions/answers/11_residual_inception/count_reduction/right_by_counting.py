# style: a list of kernels, and counting up while it pays
def pair_costs(height, width, channels, reduced, filters):
    kernels = np.array([1 * 1 * channels * reduced, 3 * 3 * reduced * filters])
    biases = np.array([reduced, filters])
    return int((kernels + biases).sum()), int((height * width * kernels).sum())


def widest(channels, filters, share):
    most = share * cost(1, 1, channels, filters, 3)[1]
    reduced = 0
    while pair_costs(1, 1, channels, reduced + 1, filters)[1] <= most:
        reduced += 1
    return reduced
