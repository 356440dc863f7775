# style: a list, with the parameters of each layer added up
def count_block(channels, filters, size):
    kernel = channels * filters * size**2
    gamma = beta = moving_mean = moving_variance = filters
    return [kernel + gamma + beta, moving_mean + moving_variance]
