# misconception: SeparableConv parameters counted as Conv2D's
# loses: Parameters of both steps; Multiply-adds of both steps
# says: an ordinary convolution, which does both jobs at once
def separable_costs(height, width, channels, filters, size=3, strides=1):
    places = -(-height // strides) * -(-width // strides)
    kernel = size * size * channels * filters
    return kernel + filters, places * kernel
