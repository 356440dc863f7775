# misconception: beta scaled by gamma
# loses: Gamma scales, beta shifts
# says: beta itself isn't scaled
def normalize(x, gamma, beta):
    axes = tuple(range(x.ndim - 1))
    return gamma * ((x - x.mean(axis=axes)) / np.sqrt(x.var(axis=axes) + 0.001) + beta)
