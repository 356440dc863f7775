# misconception: all four numbers taken for trained
# loses: What training changes; What training leaves alone
# says: training changes only two
def count_block(channels, filters, size):
    return size * size * channels * filters + 4 * filters, 0
