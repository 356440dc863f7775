# misconception: an error when there is no mistake
# loses: None when there is no mistake
# says: no answer is wrong
def surest_mistake(probabilities, labels):
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    return 1 - len(wrong) / len(labels), wrong[probabilities[wrong].max(axis=1).argmax()]
