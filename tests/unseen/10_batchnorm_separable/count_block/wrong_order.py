# mistake: the two numbers are in the wrong order; the message should say that the trained ones come first
def count_block(channels, filters, size):
    trained = size * size * channels * filters + 2 * filters
    frozen = 2 * filters
    return frozen, trained
