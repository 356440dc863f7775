# misconception: no answer for the case without mistakes
# loses: None when there is no mistake
# says: nothing to find
def surest_mistake(probabilities, labels):
    wrong = probabilities.argmax(axis=1) != labels
    sureness = np.where(wrong, probabilities.max(axis=1), -1)
    return 1 - wrong.mean(), sureness.argmax()
