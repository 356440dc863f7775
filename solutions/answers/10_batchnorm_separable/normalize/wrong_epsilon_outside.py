# misconception: epsilon added to the spread, not under the root
# loses: Epsilon under the root
# says: under the root
def normalize(x, gamma, beta):
    axes = tuple(range(x.ndim - 1))
    return gamma * (x - x.mean(axis=axes)) / (x.std(axis=axes) + 0.001) + beta
