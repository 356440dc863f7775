# misconception: BatchNorm counted for the channels that come into the block
# loses: What training changes; What training leaves alone
# says: the maps that the convolution makes
def count_block(channels, filters, size):
    return size * size * channels * filters + 2 * channels, 2 * channels
