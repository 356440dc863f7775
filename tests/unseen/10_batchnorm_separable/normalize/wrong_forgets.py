# mistake: gamma and beta are never used; the message should say that other gamma and beta give the same output
def normalize(x, gamma, beta):
    axes = tuple(range(x.ndim - 1))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + 0.001)
