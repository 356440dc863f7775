# misconception: work counted at the places that go in
# loses: Strides shrink the map
# says: not at those that go in
def separable_costs(height, width, channels, filters, size=3, strides=1):
    kernels = size * size * channels + channels * filters
    return kernels + filters, height * width * kernels
