# misconception: a filter looks at one channel only
# loses: What training changes
# says: all channels at once
def count_block(channels, filters, size):
    return size * size * filters + 2 * filters, 2 * filters
