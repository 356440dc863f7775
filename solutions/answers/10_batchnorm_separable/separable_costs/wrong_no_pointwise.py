# misconception: the pointwise step left out
# loses: Parameters of both steps; Multiply-adds of both steps
# says: the pointwise step
def separable_costs(height, width, channels, filters, size=3, strides=1):
    places = -(-height // strides) * -(-width // strides)
    kernels = size * size * channels
    return kernels + filters, places * kernels
