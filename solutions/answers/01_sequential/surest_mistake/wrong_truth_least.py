# misconception: the mistake that gave the truth the least
# loses: Of the mistakes the one it was surest of
# says: gave the truth the least
def surest_mistake(probabilities, labels):
    predicted = probabilities.argmax(axis=1)
    wrong = predicted != labels
    accuracy = 1 - wrong.mean()
    if not wrong.any():
        return accuracy, None
    return accuracy, int(np.where(wrong, probabilities[np.arange(len(labels)), labels], 2).argmin())
