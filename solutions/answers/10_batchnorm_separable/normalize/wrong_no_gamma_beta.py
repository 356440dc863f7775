# misconception: gamma and beta taken in and never used
# loses: Gamma scales, beta shifts
# says: to choose another mean
def normalize(x, gamma, beta):
    axes = tuple(range(x.ndim - 1))
    return (x - x.mean(axis=axes)) / np.sqrt(x.var(axis=axes) + 0.001)
