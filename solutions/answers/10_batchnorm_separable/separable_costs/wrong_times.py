# misconception: the two steps multiplied
# loses: Parameters of both steps; Multiply-adds of both steps
# says: one after the other
def separable_costs(height, width, channels, filters, size=3, strides=1):
    places = -(-height // strides) * -(-width // strides)
    kernels = size * size * channels * channels * filters
    return kernels + filters, places * kernels
