# misconception: averaging class labels in place of counting them
# loses: The class that most members name; A tie goes to the smallest number
# says: labels were averaged; size means nothing
def soft_vote(probabilities):
    return np.mean(probabilities, axis=0)


def majority_vote(probabilities):
    return np.round(np.argmax(probabilities, axis=2).mean(axis=0)).astype(int)
