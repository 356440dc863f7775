# style: each kind of number by its name
def count_block(channels, filters, size):
    kernel = size**2 * channels * filters
    gamma = beta = moving_mean = moving_variance = filters
    return kernel + gamma + beta, moving_mean + moving_variance
