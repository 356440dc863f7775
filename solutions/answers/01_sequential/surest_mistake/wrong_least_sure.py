# misconception: the mistake that it was least sure of
# loses: Of the mistakes the one it was surest of
# says: least
def surest_mistake(probabilities, labels):
    predicted = probabilities.argmax(axis=1)
    wrong = predicted != labels
    accuracy = 1 - wrong.mean()
    if not wrong.any():
        return accuracy, None
    return accuracy, int(np.where(wrong, probabilities.max(axis=1), 2).argmin())
