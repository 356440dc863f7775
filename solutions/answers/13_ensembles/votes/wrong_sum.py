# misconception: sum in place of mean
# loses: The mean of the members' probabilities
# says: the sum
def soft_vote(probabilities):
    return np.sum(probabilities, axis=0)


def majority_vote(probabilities):
    named = np.argmax(probabilities, axis=2)
    classes = np.shape(probabilities)[2]
    return np.eye(classes)[named].sum(axis=0).argmax(axis=1)
