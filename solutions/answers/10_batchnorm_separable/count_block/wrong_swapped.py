# misconception: the two numbers swapped
# loses: What training changes; What training leaves alone
# says: swapped
def count_block(channels, filters, size):
    return 2 * filters, size * size * channels * filters + 2 * filters
