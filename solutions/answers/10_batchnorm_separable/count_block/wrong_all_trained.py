# misconception: all four numbers taken for trained
# loses: What training changes; What training leaves alone
# says: two are no training's
def count_block(channels, filters, size):
    return size * size * channels * filters + 4 * filters, 0
