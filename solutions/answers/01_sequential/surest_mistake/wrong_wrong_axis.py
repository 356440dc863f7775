# misconception: argmax over the pictures instead of the classes
# loses: The accuracy; The position of a mistake, among all pictures; Of the mistakes the one it was surest of; None when there is no mistake
# says: axis
def surest_mistake(probabilities, labels):
    predicted = probabilities.argmax(axis=0)
    wrong = predicted != labels
    accuracy = 1 - wrong.mean()
    if not wrong.any():
        return accuracy, None
    return accuracy, int(np.where(wrong, probabilities.max(axis=1), -1).argmax())
