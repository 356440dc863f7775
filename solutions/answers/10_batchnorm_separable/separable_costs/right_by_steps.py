# style: step by step, with ceil
import math


def separable_costs(height, width, channels, filters, size=3, strides=1):
    out_height, out_width = math.ceil(height / strides), math.ceil(width / strides)
    depthwise = size**2 * channels
    pointwise = channels * filters
    parameters = depthwise + pointwise + filters
    return parameters, out_height * out_width * depthwise + out_height * out_width * pointwise
