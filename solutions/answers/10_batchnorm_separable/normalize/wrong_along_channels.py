# misconception: normalising over the wrong axis: along the channels, each row by itself
# loses: Each channel at mean 0 and standard deviation 1; Epsilon under the root
# says: the one axis to keep
def normalize(x, gamma, beta):
    mean, variance = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + 0.001) + beta
