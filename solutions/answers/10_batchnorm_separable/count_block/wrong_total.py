# misconception: one number in all
# loses: What training changes; What training leaves alone
# says: return both
def count_block(channels, filters, size):
    return size * size * channels * filters + 4 * filters
