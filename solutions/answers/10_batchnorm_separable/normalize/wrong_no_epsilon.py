# misconception: no epsilon, so a channel that never changes is divided by 0
# loses: Epsilon under the root
# says: What is epsilon for
def normalize(x, gamma, beta):
    axes = tuple(range(x.ndim - 1))
    return gamma * (x - x.mean(axis=axes)) / x.std(axis=axes) + beta
