# misconception: normalising over the wrong axis: over the batch alone, at each place
# loses: Each channel at mean 0 and standard deviation 1
# says: one mean, over height and width too
def normalize(x, gamma, beta):
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 0.001) + beta
