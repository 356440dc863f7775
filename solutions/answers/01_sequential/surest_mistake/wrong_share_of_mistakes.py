# misconception: the share of mistakes for the accuracy
# loses: The accuracy
# says: wrong* answers
def surest_mistake(probabilities, labels):
    predicted = probabilities.argmax(axis=1)
    wrong = predicted != labels
    accuracy = wrong.mean()
    if not wrong.any():
        return accuracy, None
    return accuracy, int(np.where(wrong, probabilities.max(axis=1), -1).argmax())
