# misconception: multiply-adds as parameters times places, biases included
# loses: Multiply-adds of both steps
# says: added, not multiplied
def separable_costs(height, width, channels, filters, size=3, strides=1):
    places = -(-height // strides) * -(-width // strides)
    parameters = size * size * channels + channels * filters + filters
    return parameters, places * parameters
