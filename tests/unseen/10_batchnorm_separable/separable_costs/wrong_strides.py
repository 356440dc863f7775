# mistake: the depthwise step is counted on the map before the strides; the message should say that both steps work once for each place that comes out
def separable_costs(height, width, channels, filters, size=3, strides=1):
    depthwise = size * size * channels
    pointwise = channels * filters
    out = math.ceil(height / strides) * math.ceil(width / strides)
    work = height * width * depthwise + out * pointwise
    return depthwise + pointwise + filters, work
