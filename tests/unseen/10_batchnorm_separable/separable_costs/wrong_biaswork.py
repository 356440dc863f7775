# mistake: the biases are counted as multiply-adds; the message should say that biases aren't multiplied
def separable_costs(height, width, channels, filters, size=3, strides=1):
    parameters = size * size * channels + channels * filters + filters
    out = math.ceil(height / strides) * math.ceil(width / strides)
    return parameters, out * parameters
