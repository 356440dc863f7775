# misconception: a bias counted that the block has not
# loses: What training changes
# says: no bias here
def count_block(channels, filters, size):
    return (size * size * channels + 1) * filters + 2 * filters, 2 * filters
