# misconception: divided by the variance
# loses: Each channel at mean 0 and standard deviation 1; Epsilon under the root
# says: its square root
def normalize(x, gamma, beta):
    axes = tuple(range(x.ndim - 1))
    return gamma * (x - x.mean(axis=axes)) / (x.var(axis=axes) + 0.001) + beta
