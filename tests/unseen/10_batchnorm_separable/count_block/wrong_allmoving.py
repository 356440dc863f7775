# mistake: all four numbers of BatchNorm are counted as left alone; the message should say that gamma and beta are trained
def count_block(channels, filters, size):
    return size * size * channels * filters, 4 * filters
