# misconception: biases left out of the parameters
# loses: Parameters of both steps
# says: biases are parameters too
def separable_costs(height, width, channels, filters, size=3, strides=1):
    places = -(-height // strides) * -(-width // strides)
    kernels = size * size * channels + channels * filters
    return kernels, places * kernels
