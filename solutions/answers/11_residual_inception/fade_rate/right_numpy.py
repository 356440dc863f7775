# style: NumPy's numbers, a geometric mean of the factors
def fade_rate(norms):
    norms = np.asarray(norms, dtype=float)
    factors = norms[:-1] / norms[1:]
    return np.exp(np.mean(np.log(factors)))


def reach(rate, least):
    layers = 0
    left = rate
    if rate >= 1:
        return np.inf
    while left >= least:
        layers = layers + 1
        left = left * rate
    return np.int64(layers)
