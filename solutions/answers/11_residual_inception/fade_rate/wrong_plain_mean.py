# misconception: factors averaged as if they were added
# loses: The factor of one layer
# says: plain mean
def fade_rate(norms):
    return np.mean([first / second for first, second in zip(norms, norms[1:])])


def reach(rate, least):
    if rate >= 1:
        return math.inf
    return int(math.log(least) / math.log(rate))
