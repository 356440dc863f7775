# style: numpy.bincount for each row, a mean by einsum
def soft_vote(probabilities):
    stacked = np.stack(probabilities)
    return np.einsum("mrc->rc", stacked) / stacked.shape[0]


def majority_vote(probabilities):
    named = np.stack(probabilities).argmax(-1)
    return np.apply_along_axis(lambda votes: np.bincount(votes).argmax(), 0, named)
