# misconception: softmax applied to each member's probabilities
# loses: The mean of the members' probabilities
# says: softmax was applied twice
def soft_vote(probabilities):
    return np.mean([keras.ops.softmax(p).numpy() for p in probabilities], axis=0)


def majority_vote(probabilities):
    named = np.argmax(probabilities, axis=2)
    classes = np.shape(probabilities)[2]
    return np.eye(classes)[named].sum(axis=0).argmax(axis=1)
