# style: logarithms in NumPy, and a rounding down that allows for floats
def fade_rate(norms):
    return np.exp(np.mean(np.diff(-np.log(norms))))


def reach(rate, least):
    if rate >= 1:
        return np.inf
    return int(np.floor(np.log(least) / np.log(rate) + 1e-9))
