# style: a NumPy array
def count_block(channels, filters, size):
    conv = np.array([channels * filters * size * size, 0])
    norm = np.array([2, 2]) * filters
    return conv + norm
