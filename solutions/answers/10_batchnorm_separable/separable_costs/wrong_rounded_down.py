# misconception: an odd size halved and rounded down
# loses: Strides shrink the map
# says: rounded up
def separable_costs(height, width, channels, filters, size=3, strides=1):
    kernels = size * size * channels + channels * filters
    return kernels + filters, (height // strides) * (width // strides) * kernels
