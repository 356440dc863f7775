# misconception: one mean for all channels
# loses: Each channel at mean 0 and standard deviation 1; Epsilon under the root
# says: each channel has its own
def normalize(x, gamma, beta):
    return gamma * (x - x.mean()) / np.sqrt(x.var() + 0.001) + beta
