# misconception: the accuracy in percent
# loses: The accuracy
# says: percentage
def surest_mistake(probabilities, labels):
    predicted = probabilities.argmax(axis=1)
    wrong = predicted != labels
    accuracy = 100 * (1 - wrong.mean())
    if not wrong.any():
        return accuracy, None
    return accuracy, int(np.where(wrong, probabilities.max(axis=1), -1).argmax())
