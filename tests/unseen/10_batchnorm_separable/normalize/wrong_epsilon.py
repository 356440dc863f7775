# mistake: epsilon is added to the standard deviation, not to the variance under the root; the message should say that a nearly constant channel comes out wrong because 0.001 belongs under the root
def normalize(x, gamma, beta):
    axes = tuple(range(x.ndim - 1))
    return gamma * (x - x.mean(axis=axes)) / (x.std(axis=axes) + 0.001) + beta
