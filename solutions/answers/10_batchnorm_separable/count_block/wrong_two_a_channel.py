# misconception: BatchNorm counted as 2 parameters a channel
# loses: What training leaves alone
# says: moving mean and variance are kept as well
def count_block(channels, filters, size):
    return size * size * channels * filters + 2 * filters, 0
