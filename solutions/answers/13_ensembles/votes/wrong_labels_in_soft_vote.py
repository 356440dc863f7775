# misconception: labels averaged where probabilities are asked for
# loses: The mean of the members' probabilities
# says: Labels were averaged
def soft_vote(probabilities):
    return np.argmax(probabilities, axis=2).mean(axis=0)


def majority_vote(probabilities):
    named = np.argmax(probabilities, axis=2)
    classes = np.shape(probabilities)[2]
    return np.eye(classes)[named].sum(axis=0).argmax(axis=1)
