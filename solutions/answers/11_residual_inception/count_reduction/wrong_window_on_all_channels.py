# misconception: the 3×3 behind the reduction counted as if it saw the input
# loses: Parameters of both layers; Multiply-adds of both layers
# says: sees what the 1×1 gave
def pair_costs(height, width, channels, reduced, filters):
    first, second = cost(height, width, channels, reduced, 1), cost(height, width, channels, filters, 3)
    return first[0] + second[0], first[1] + second[1]


def widest(channels, filters, share):
    return int(share * 9 * channels * filters / (channels + 9 * filters))
