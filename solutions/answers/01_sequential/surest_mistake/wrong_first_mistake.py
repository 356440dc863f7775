# misconception: the first mistake, not the surest
# loses: Of the mistakes the one it was surest of
# says: first mistake
def surest_mistake(probabilities, labels):
    predicted = probabilities.argmax(axis=1)
    wrong = predicted != labels
    accuracy = 1 - wrong.mean()
    if not wrong.any():
        return accuracy, None
    return accuracy, int(np.flatnonzero(wrong)[0])
