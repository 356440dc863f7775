# misconception: a bias counted for the depthwise step too
# loses: Parameters of both steps
# says: has no bias
def separable_costs(height, width, channels, filters, size=3, strides=1):
    places = -(-height // strides) * -(-width // strides)
    kernels = size * size * channels + channels * filters
    return kernels + channels + filters, places * kernels
