# misconception: the surest answer, right or wrong
# loses: The position of a mistake, among all pictures; Of the mistakes the one it was surest of
# says: right or wrong
def surest_mistake(probabilities, labels):
    predicted = probabilities.argmax(axis=1)
    wrong = predicted != labels
    accuracy = 1 - wrong.mean()
    if not wrong.any():
        return accuracy, None
    return accuracy, int(probabilities.max(axis=1).argmax())
