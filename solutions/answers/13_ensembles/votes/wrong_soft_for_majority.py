# misconception: the mean of the probabilities decides the vote
# loses: The class that most members name; A tie goes to the smallest number
# says: one certain member outvoted
def soft_vote(probabilities):
    return np.mean(probabilities, axis=0)


def majority_vote(probabilities):
    return np.mean(probabilities, axis=0).argmax(axis=1)
