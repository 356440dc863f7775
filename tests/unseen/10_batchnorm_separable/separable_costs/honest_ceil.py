# way: rounds up by negative floor division and returns a list
def separable_costs(height, width, channels, filters, size=3, strides=1):
    places = (-(-height // strides)) * (-(-width // strides))
    depthwise = size**2 * channels
    pointwise = channels * filters
    weights = depthwise + pointwise
    return [weights + filters, weights * places]
