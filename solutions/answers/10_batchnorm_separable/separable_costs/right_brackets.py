# style: the channels outside the brackets, a list
def separable_costs(height, width, channels, filters, size=3, strides=1):
    places = ((height + strides - 1) // strides) * ((width + strides - 1) // strides)
    return [channels * (size * size + filters) + filters, places * channels * (size * size + filters)]
