# mistake: odd sizes are rounded down; the message should say that 15 with strides of 2 becomes 8
def separable_costs(height, width, channels, filters, size=3, strides=1):
    kernel = size * size * channels + channels * filters
    places = (height // strides) * (width // strides)
    return kernel + filters, places * kernel
