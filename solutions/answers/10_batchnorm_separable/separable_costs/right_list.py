# style: a list; rounded up without a library
def separable_costs(height, width, channels, filters, size=3, strides=1):
    out_height = (height + strides - 1) // strides
    out_width = (width + strides - 1) // strides
    depthwise, pointwise = channels * size**2, channels * filters
    work = out_height * out_width * depthwise + out_height * out_width * pointwise
    return [depthwise + pointwise + filters, work]
